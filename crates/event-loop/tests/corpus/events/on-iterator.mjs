// events.on keeps events until they are asked for.
import EventEmitter, { on } from 'node:events';
const e = new EventEmitter();
const events = on(e, 'x');
e.emit('x', 1);
e.emit('x', 2, 'two');
process.nextTick(() => e.emit('x', 3));
for await (const args of events) {
  console.log(args);
  if (args[0] === 3) break;
}
console.log(e.listenerCount('x'), e.listenerCount('error'));
