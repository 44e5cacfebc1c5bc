// The events of Readable.from, and when data begins.
const { Readable } = require('stream');
const readable = Readable.from(['a', 'b']);
readable.on('data', (x) => console.log('data', x));
readable.on('end', () => console.log('end'));
readable.on('close', () => console.log('close'));
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
console.log('sync');
