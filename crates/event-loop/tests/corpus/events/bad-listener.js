// A listener that is not a function is refused.
const EventEmitter = require('events');
const e = new EventEmitter();
for (const bad of [undefined, null, 'f', {}]) {
  try {
    e.on('x', bad);
  } catch (err) {
    console.log(err.name, err.code);
  }
}
console.log(e.off('x', () => {}) === e, e.eventNames().length);
