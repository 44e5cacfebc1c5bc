// An uncaught error in a listener ends the program.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('x', () => console.log('first'));
e.on('x', () => {
  throw new Error('listener');
});
e.on('x', () => console.log('never'));
e.emit('x');
console.log('never');
