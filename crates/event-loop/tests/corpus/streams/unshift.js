// unshift puts a chunk back in front.
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.push('world');
readable.unshift('hello ');
readable.push(null);
readable.setEncoding('utf8');
readable.on('data', (text) => console.log(JSON.stringify(text)));
