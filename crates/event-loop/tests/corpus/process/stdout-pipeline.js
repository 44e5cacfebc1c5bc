// A pipeline ends standard output, and then nothing is printed any more.
const { pipeline, Readable, Transform } = require('stream');
const upper = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk.toString().toUpperCase());
  },
});
process.stdout.on('finish', () => console.log('lost'));
process.stdout.on('error', () => {});
pipeline(Readable.from(['one\n', 'two\n']), upper, process.stdout, (err) => {
  console.log('lost too');
  process.exitCode = err ? 1 : 3;
});
console.log('begun', process.stdout.writableEnded);
