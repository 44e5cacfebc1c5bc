// A transform with flush.
const { Transform } = require('stream');
const upper = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk.toString().toUpperCase());
  },
  flush(callback) {
    this.push('!');
    callback();
  },
});
upper.on('data', (x) => console.log('data', x.toString()));
for (const name of ['prefinish', 'finish', 'end', 'close']) {
  upper.on(name, () => console.log(name));
}
upper.write('a');
upper.end('b');
console.log('sync');
