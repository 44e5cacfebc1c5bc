// Corked writes are passed on together.
const { Writable } = require('stream');
const writable = new Writable({
  write(chunk, encoding, callback) {
    console.log('write', chunk.toString());
    callback();
  },
  writev(chunks, callback) {
    console.log('writev', chunks.map((c) => c.chunk.toString()));
    callback();
  },
});
writable.cork();
writable.write('a');
writable.write('b');
process.nextTick(() => writable.uncork());
console.log('sync', writable.writableCorked);
