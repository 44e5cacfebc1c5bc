// What listeners add or remove changes only the next emit.
const EventEmitter = require('events');
const e = new EventEmitter();
const b = () => console.log('b');
e.on('x', () => {
  console.log('a');
  e.removeListener('x', b);
  e.on('x', () => console.log('new'));
});
e.on('x', b);
e.emit('x');
console.log('--');
e.emit('x');
