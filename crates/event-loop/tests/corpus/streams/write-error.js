// An error in write destroys the stream.
const { Writable } = require('stream');
const writable = new Writable({
  write(chunk, encoding, callback) {
    callback(new Error(`cannot write ${chunk}`));
  },
});
writable.on('error', (err) => console.log('error', err.message));
writable.on('close', () => console.log('close', writable.destroyed));
writable.on('finish', () => console.log('never'));
writable.write('a', (err) => console.log('a', err.message));
writable.end('b', (err) => console.log('end', err.code ?? err.message));
