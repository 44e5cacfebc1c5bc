// listeners, rawListeners, eventNames and counts.
const EventEmitter = require('events');
const e = new EventEmitter();
const s = Symbol('s');
function f() {}
e.on('a', f).once('a', f).on(s, f);
console.log(e.eventNames());
console.log(e.listeners('a').map((g) => g === f));
console.log(e.rawListeners('a').map((g) => g === f));
console.log(e.listenerCount('a'), e.listenerCount('none'));
console.log(EventEmitter.defaultMaxListeners, e.getMaxListeners());
