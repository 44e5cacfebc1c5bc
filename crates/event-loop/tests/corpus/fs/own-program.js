// As in Node's guide to the event loop: the file that is read is the program.
const fs = require('fs');
const path = require('path');
const text = fs.readFileSync(__filename, 'utf8');
console.log(text.length, text.split('\n')[0], fs.statSync(__filename).isFile());
fs.readFile(__filename, () => {
  setTimeout(() => console.log('timeout'), 0);
  setImmediate(() => console.log('immediate'));
});
let count = 0;
while (count < 3) count++;
for (const n of [1, 2]) if (n > 1) count += n; else count -= n;
const arrow = async (x) => { await x; return () => x?.y ?? `${x}`; };
class A { #p = 1; static s = 2; get p() { return this.#p; } }
fs.createReadStream(__filename, { encoding: 'utf8' }).on('data', (chunk) => {
  console.log(chunk === text, chunk.length);
  console.log(require('crypto').createHash('sha256').update(chunk).digest('hex'));
});
console.log(require.main.filename === __filename, path.dirname(__filename) === __dirname);
