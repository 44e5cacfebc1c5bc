// A stream over an empty file ends without data.
const fs = require('fs');
const stream = fs.createReadStream('empty.txt');
stream.on('data', () => console.log('never'));
stream.on('end', () => console.log('end'));
stream.on('close', () => console.log('close'));
