// events.once resolves with the arguments, and rejects on error.
import EventEmitter, { once } from 'node:events';
const e = new EventEmitter();
process.nextTick(() => e.emit('x', 1, 2));
console.log(await once(e, 'x'));
process.nextTick(() => e.emit('error', new Error('bad')));
try {
  await once(e, 'x');
} catch (err) {
  console.log(err.message);
}
process.nextTick(() => e.emit('error', new Error('wanted')));
console.log((await once(e, 'error'))[0].message);
console.log(e.eventNames());
