// Writes are passed on one at a time; finish comes after the last.
const { Writable } = require('stream');
const writable = new Writable({
  write(chunk, encoding, callback) {
    console.log('write', chunk.toString(), encoding);
    setImmediate(callback);
  },
  final(callback) {
    console.log('final');
    callback();
  },
});
writable.on('finish', () => console.log('finish'));
writable.on('close', () => console.log('close'));
writable.write('a', () => console.log('a is done'));
writable.write('b', () => console.log('b is done'));
writable.end('c');
console.log('sync');
