// A listener of once is gone before it runs.
const EventEmitter = require('events');
const e = new EventEmitter();
e.once('x', () => {
  console.log('once', e.listenerCount('x'));
  e.emit('x');
});
e.emit('x');
console.log(e.emit('x'));
