// pipeline calls back once all is over.
const { pipeline, Readable, Transform, Writable } = require('stream');
pipeline(
  Readable.from(['a', 'b']),
  new Transform({
    transform: (x, e, callback) => callback(null, `<${x}>`),
  }),
  new Writable({
    write(x, e, callback) {
      console.log(x.toString());
      callback();
    },
  }),
  (err) => console.log('done', err),
);
process.nextTick(() => console.log('tick'));
