// A character cut in two by chunks is put together.
const { Readable } = require('stream');
const bytes = Buffer.from('né€😀');
const readable = new Readable({ read() {} });
for (const byte of bytes) readable.push(Buffer.from([byte]));
readable.push(null);
readable.setEncoding('utf8');
const parts = [];
readable.on('data', (x) => parts.push(x));
readable.on('end', () => console.log(parts.join(''), bytes.length));
