// readFileSync with and without an encoding.
const fs = require('fs');
console.log(fs.readFileSync('data.txt'));
console.log(JSON.stringify(fs.readFileSync('data.txt', 'utf8')));
console.log(fs.readFileSync('data.txt', { encoding: 'base64' }));
console.log(fs.readFileSync('data.txt', 'hex'));
console.log(fs.readFileSync('empty.txt').length);
console.log(fs.readFileSync('big.txt').length);
