// The reason is the cause of the AbortError.
import { setTimeout as wait } from 'node:timers/promises';
const controller = new AbortController();
const waiting = wait(60_000, 0, { signal: controller.signal });
controller.abort(new Error('my reason'));
try {
  await waiting;
} catch (err) {
  console.log(err.name, err.cause.message);
}
