// A file copied through a pipe.
const fs = require('fs');
const out = fs.createWriteStream('copy.txt');
fs.createReadStream('big.txt').pipe(out);
out.on('pipe', () => console.log('pipe: too late, never'));
out.on('unpipe', () => console.log('unpipe'));
out.on('finish', () => console.log('finish'));
out.on('close', () => {
  const same = fs.readFileSync('copy.txt').equals(fs.readFileSync('big.txt'));
  console.log('close', same);
});
