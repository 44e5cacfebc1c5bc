// The eleventh listener warns once.
const EventEmitter = require('events');
process.on('warning', (w) => console.log(w.name, w.type, w.count));
const e = new EventEmitter();
for (let i = 0; i < 13; i++) e.on('x', () => {});
console.log(e.listenerCount('x'));
