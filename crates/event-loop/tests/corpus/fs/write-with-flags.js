// The flags a, wx and r+.
const fs = require('fs');
fs.writeFileSync('f.txt', 'start');
fs.writeFileSync('f.txt', '+', { flag: 'a' });
try {
  fs.writeFileSync('f.txt', 'x', { flag: 'wx' });
} catch (err) {
  console.log(err.code);
}
const fd = fs.openSync('f.txt', 'r+');
console.log(fs.writeSync(fd, 'ST', 0));
fs.closeSync(fd);
console.log(fs.readFileSync('f.txt', 'utf8'));
