// A read stream on a missing file: error, then close.
const fs = require('fs');
const stream = fs.createReadStream('missing.txt');
stream.on('open', () => console.log('never'));
stream.on('error', (err) => console.log('error', err.code));
stream.on('close', () => console.log('close'));
