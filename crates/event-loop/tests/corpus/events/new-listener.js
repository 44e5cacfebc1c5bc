// newListener comes before a listener is added, removeListener after.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('newListener', (name, f) =>
  console.log('new', name, f.name, e.listenerCount(name)));
e.on('removeListener', (name, f) =>
  console.log('gone', name, f.name, e.listenerCount(name)));
function hello() {}
e.on('x', hello);
e.once('x', hello);
e.off('x', hello);
e.removeAllListeners('x');
