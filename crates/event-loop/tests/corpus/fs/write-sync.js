// The synchronous calls: write, append, copy, rename, truncate, remove.
const fs = require('fs');
const read = (name) => fs.readFileSync(name, 'utf8');
fs.writeFileSync('a.txt', 'abcdef');
fs.appendFileSync('a.txt', 'ghi');
fs.copyFileSync('a.txt', 'b.txt');
fs.renameSync('a.txt', 'c.txt');
fs.truncateSync('c.txt', 3);
console.log(read('b.txt'), read('c.txt'));
console.log(fs.existsSync('a.txt'), fs.statSync('b.txt').size);
fs.rmSync('b.txt');
console.log(fs.existsSync('b.txt'));
