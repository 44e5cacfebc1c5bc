// read(n) gives n bytes, or nothing until the end.
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.push('abcdef');
readable.push('gh');
console.log(readable.readableLength);
console.log(String(readable.read(3)), String(readable.read(4)));
console.log(readable.read(5), readable.readableLength);
readable.push(null);
console.log(String(readable.read(5)), readable.read());
