// destroy: error and close come in a tick, error first.
const { Readable } = require('stream');
const readable = new Readable({
  read() {},
  destroy(err, callback) {
    console.log('destroy', err.message);
    callback(err);
  },
});
readable.on('error', (err) => console.log('error', err.message));
readable.on('close', () => console.log('close'));
readable.on('data', () => console.log('data'));
readable.push('x');
readable.destroy(new Error('broken'));
readable.destroy(new Error('again'));
console.log('sync', readable.destroyed);
