// write returns false at the high-water mark; drain follows.
const { Writable } = require('stream');
const writable = new Writable({
  highWaterMark: 4,
  write(chunk, encoding, callback) {
    setImmediate(callback);
  },
});
writable.on('drain', () => console.log('drain', writable.writableLength));
console.log(writable.write('ab'), writable.writableLength);
console.log(writable.write('cd'), writable.writableNeedDrain);
console.log(writable.write('e'), writable.writableLength);
