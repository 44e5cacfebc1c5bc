// Streams flow into standard output, which a pipe does not end.
const fs = require('fs');
const { Readable, PassThrough } = require('stream');
const text = Readable.from(['a\n', 'b\n', Buffer.from('č\n')]);
text.on('end', () => {
  console.log('text ended', process.stdout.writableEnded);
  fs.createReadStream('second.txt').on('close', () => {
    console.log('file closed');
    // A character whose bytes come in two chunks.
    const halves = new PassThrough();
    halves.pipe(process.stdout);
    const [first, ...rest] = Buffer.from('ž\n');
    halves.write(Buffer.from([first]));
    halves.end(Buffer.from(rest));
  }).pipe(process.stdout);
});
console.log(text.pipe(process.stdout) === process.stdout, process.stdout.listenerCount('unpipe'));
setImmediate(() => console.log('immediate'));
