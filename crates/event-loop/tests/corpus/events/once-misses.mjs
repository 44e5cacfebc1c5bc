// Of two events emitted together the second once misses its own.
import EventEmitter, { once } from 'node:events';
const e = new EventEmitter();
process.nextTick(() => {
  e.emit('a');
  e.emit('b');
});
await once(e, 'a');
console.log('a');
const timer = setTimeout(() => {
  console.log('b was missed', e.listenerCount('b'));
  process.exit(0);
}, 20);
await once(e, 'b');
console.log('never', timer);
