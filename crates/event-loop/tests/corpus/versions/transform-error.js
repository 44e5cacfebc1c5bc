// The events after an error in a transform.
const { Transform } = require('stream');
const t = new Transform({
  transform(chunk, encoding, callback) {
    callback(new Error(`bad ${chunk}`));
  },
});
t.on('error', (err) => console.log('error', err.message, t.destroyed));
t.on('close', () => console.log('close'));
t.on('finish', () => console.log('finish'));
t.write('x');
t.end();
