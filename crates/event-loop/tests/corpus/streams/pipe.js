// pipe: the events of both ends.
const { PassThrough, Readable } = require('stream');
const from = Readable.from(['a', 'b']);
const to = new PassThrough({ objectMode: true });
to.on('pipe', (source) => console.log('pipe', source === from));
to.on('unpipe', () => console.log('unpipe'));
from.on('end', () => console.log('end of source'));
to.on('finish', () => console.log('finish'));
to.on('end', () => console.log('end'));
to.on('data', (x) => console.log('data', x));
console.log(from.pipe(to) === to);
