// A failed read by promise that nobody handles ends the program.
const fs = require('fs');
process.on('exit', (code) => console.log('exit', code));
fs.promises.readFile('missing.txt').finally(() => console.log('finally'));
setTimeout(() => console.log('never'), 20_000);
