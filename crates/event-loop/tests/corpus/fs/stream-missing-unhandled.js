// Without listener the error of a stream ends the program.
const fs = require('fs');
fs.createReadStream('missing.txt').on('close', () => console.log('never'));
process.on('exit', (code) => console.log('exit', code));
console.log('sync');
