// Does a readable close itself after its end?
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.on('end', () => console.log('end', readable.destroyed));
readable.on('close', () => console.log('close', readable.destroyed));
readable.on('data', (x) => console.log('data', x.toString()));
readable.push('x');
readable.push(null);
