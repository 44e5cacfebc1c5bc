// An error event ends events.on with an error, after what was kept.
import EventEmitter, { on } from 'node:events';
const e = new EventEmitter();
const events = on(e, 'x');
e.emit('x', 1);
e.emit('error', new Error('broken'));
try {
  for await (const [n] of events) console.log(n);
} catch (err) {
  console.log(err.message);
}
console.log(await events.next());
