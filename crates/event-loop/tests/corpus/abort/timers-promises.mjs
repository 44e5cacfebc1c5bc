// A waiting timer is given up when its signal is aborted.
import { setTimeout as wait, setImmediate as turn } from 'timers/promises';
const controller = new AbortController();
const { signal } = controller;
setImmediate(() => controller.abort());
try {
  await wait(60_000, 'never', { signal });
} catch (err) {
  console.log(err.name, err.code, err.message);
}
await turn('never', { signal }).catch((err) => console.log(err.name));
