// When write calls back at once, the callbacks still come in a tick.
const { Writable } = require('stream');
const writable = new Writable({
  write(chunk, encoding, callback) {
    console.log('write', chunk.toString());
    callback();
  },
});
writable.write('a', () => console.log('a is done'));
process.nextTick(() => console.log('tick'));
writable.write('b', () => console.log('b is done'));
console.log('sync');
