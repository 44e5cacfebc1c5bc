// Directories are made, listed and removed.
const fs = require('fs');
const path = require('path');
console.log(fs.mkdirSync('d/e/f', { recursive: true }).endsWith('d'));
fs.writeFileSync('d/x.txt', 'x');
console.log(fs.readdirSync('d').sort());
for (const entry of fs.readdirSync('d', { withFileTypes: true })) {
  console.log(entry.name, entry.isDirectory(), entry.isFile());
}
try {
  fs.rmdirSync('d');
} catch (err) {
  console.log(err.code);
}
fs.rmSync('d', { recursive: true });
// The program may stand there too.
const others = fs.readdirSync('.').filter((name) => name !== path.basename(__filename));
console.log(fs.existsSync('d'), others.sort());
