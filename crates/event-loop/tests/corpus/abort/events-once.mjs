// events.once with a signal, aborted before and while it waits.
import EventEmitter, { once } from 'node:events';
const e = new EventEmitter();
const controller = new AbortController();
const waiting = once(e, 'x', { signal: controller.signal });
console.log(e.listenerCount('x'));
controller.abort();
await waiting.catch((err) => console.log(err.name, err.code));
console.log(e.listenerCount('x'));
await once(e, 'x', { signal: AbortSignal.abort() }).catch((err) =>
  console.log(err.name),
);
