// Listeners put in front of the others.
const { EventEmitter } = require('events');
const e = new EventEmitter();
e.on('x', () => console.log('a'));
e.prependListener('x', () => console.log('b'));
e.prependOnceListener('x', () => console.log('c, once'));
e.emit('x');
e.emit('x');
