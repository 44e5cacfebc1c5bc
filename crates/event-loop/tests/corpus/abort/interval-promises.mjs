// An endless interval ended by a signal from inside its loop.
import { setInterval as every } from 'node:timers/promises';
const controller = new AbortController();
let n = 0;
try {
  for await (const x of every(2, 'x', { signal: controller.signal })) {
    console.log(x, ++n);
    if (n === 2) controller.abort();
  }
} catch (err) {
  console.log(err.name);
}
