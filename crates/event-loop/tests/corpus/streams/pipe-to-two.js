// A source piped to two, of which the slow one sets the pace.
const { Readable, Writable } = require('stream');
const sink = (name, callLater) =>
  new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(x, encoding, callback) {
      console.log(name, x);
      callLater(callback);
    },
  });
const source = Readable.from([1, 2, 3]);
source.pipe(sink('fast', (f) => f()));
source.pipe(sink('slow', (f) => setTimeout(f, 10)));
