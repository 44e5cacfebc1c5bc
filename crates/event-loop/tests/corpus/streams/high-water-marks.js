// Default sizes.
const { Duplex, getDefaultHighWaterMark, Readable } = require('stream');
console.log(getDefaultHighWaterMark(false), getDefaultHighWaterMark(true));
console.log(new Readable().readableHighWaterMark);
const duplex = new Duplex({
  readableHighWaterMark: 5,
  writableObjectMode: true,
});
console.log(duplex.readableHighWaterMark, duplex.writableHighWaterMark);
const r = new Readable({ highWaterMark: 3, read() {} });
console.log(r.push('ab'), r.push('c'), r.push('d'));
