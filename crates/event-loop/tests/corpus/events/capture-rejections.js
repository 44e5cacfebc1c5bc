// With captureRejections a rejection becomes an error event, in a tick.
const EventEmitter = require('events');
const e = new EventEmitter({ captureRejections: true });
e.on('error', (err) => console.log('error', err.message));
e.on('x', async () => {
  throw new Error('async');
});
e.emit('x');
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('micro'));
