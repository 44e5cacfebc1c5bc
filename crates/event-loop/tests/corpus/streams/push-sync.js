// A readable that pushes at once in read.
const { Readable } = require('stream');
let n = 0;
const readable = new Readable({
  read() {
    console.log('read');
    this.push(n < 3 ? String(n++) : null);
  },
});
readable.on('data', (x) => console.log('data', x.toString()));
readable.on('end', () => console.log('end'));
console.log('sync');
