// A paused stream keeps its data; resume goes on in a tick.
const { Readable } = require('stream');
const readable = Readable.from(['a', 'b', 'c']);
readable.on('data', (x) => {
  console.log(x);
  if (x === 'a') {
    readable.pause();
    console.log('paused', readable.isPaused());
    setImmediate(() => {
      readable.resume();
      console.log('resumed');
    });
  }
});
readable.on('end', () => console.log('end'));
