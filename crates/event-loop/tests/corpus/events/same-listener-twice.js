// A listener added twice is called twice, and removed once at a time.
const EventEmitter = require('events');
const e = new EventEmitter();
let n = 0;
const f = () => n++;
e.on('x', f);
e.on('x', f);
e.emit('x');
console.log(n);
e.off('x', f);
e.emit('x');
console.log(n);
