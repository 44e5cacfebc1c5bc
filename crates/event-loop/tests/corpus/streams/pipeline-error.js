// An error in the middle destroys all streams of a pipeline.
const { pipeline, PassThrough, Readable, Transform } = require('stream');
const source = Readable.from(['a', 'b']);
const sink = new PassThrough();
pipeline(
  source,
  new Transform({
    transform: (x, e, callback) => callback(new Error(`bad ${x}`)),
  }),
  sink,
  (err) => {
    console.log(err.message);
    setImmediate(() => console.log(source.destroyed, sink.destroyed));
  },
);
