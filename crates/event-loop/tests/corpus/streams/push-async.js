// A readable that pushes in an immediate.
const { Readable } = require('stream');
let n = 0;
const readable = new Readable({
  objectMode: true,
  read() {
    setImmediate(() => this.push(n < 2 ? { n: n++ } : null));
  },
});
readable.on('data', (x) => console.log(x));
readable.on('end', () => console.log('end'));
readable.on('close', () => console.log('close'));
