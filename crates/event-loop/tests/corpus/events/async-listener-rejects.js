// A rejection of an async listener is unhandled, not an error event.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('error', () => console.log('never'));
process.on('unhandledRejection', (err) => console.log('un', err.message));
e.on('x', async () => {
  throw new Error('async');
});
e.emit('x');
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
