// events.on ends with an AbortError when its signal is aborted.
import EventEmitter, { on } from 'node:events';
const e = new EventEmitter();
const controller = new AbortController();
setImmediate(() => {
  e.emit('x', 'first');
  setImmediate(() => controller.abort());
});
try {
  for await (const [x] of on(e, 'x', { signal: controller.signal })) {
    console.log(x);
  }
} catch (err) {
  console.log(err.name, err.code);
}
