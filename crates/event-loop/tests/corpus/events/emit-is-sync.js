// Listeners run at once, in order, inside emit.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('x', (a, b) => console.log('first', a, b));
e.on('x', () => console.log('second'));
console.log('before');
console.log(e.emit('x', 1, 2), e.emit('y'));
console.log('after');
