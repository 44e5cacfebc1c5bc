// end: false keeps the target open.
const { PassThrough, Readable } = require('stream');
const to = new PassThrough();
to.setEncoding('utf8');
to.on('data', (x) => console.log(x));
const first = Readable.from(['first']);
first.pipe(to, { end: false });
first.on('end', () => {
  console.log('first ended', to.writableEnded);
  Readable.from(['second']).pipe(to);
});
to.on('end', () => console.log('end'));
