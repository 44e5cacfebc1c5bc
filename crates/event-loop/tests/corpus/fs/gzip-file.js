// A file through gzip and back, by streams.
const fs = require('fs');
const zlib = require('zlib');
const { pipeline } = require('stream');
pipeline(
  fs.createReadStream('big.txt'),
  zlib.createGzip(),
  zlib.createGunzip(),
  fs.createWriteStream('same.txt'),
  (err) => {
    const [a, b] = ['big.txt', 'same.txt'].map((n) => fs.readFileSync(n));
    console.log(err, a.equals(b), a.length);
  },
);
console.log('sync');
