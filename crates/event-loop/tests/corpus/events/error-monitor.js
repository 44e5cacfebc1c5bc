// errorMonitor sees an error first, and does not count as a handler.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on(EventEmitter.errorMonitor, (err) => console.log('monitor', err.message));
try {
  e.emit('error', new Error('one'));
} catch (err) {
  console.log('thrown', err.message);
}
e.on('error', (err) => console.log('handled', err.message));
e.emit('error', new Error('two'));
