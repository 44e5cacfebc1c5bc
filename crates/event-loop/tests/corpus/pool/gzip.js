// A round trip through gzip, by callbacks.
const zlib = require('zlib');
zlib.gzip('hello hello hello', (err, packed) => {
  console.log('packed', err, packed.subarray(0, 2).toString('hex'));
  zlib.gunzip(packed, (err, text) => {
    console.log('unpacked', text.toString());
    setImmediate(() => console.log('immediate'));
    process.nextTick(() => console.log('tick'));
  });
});
console.log('sync');
