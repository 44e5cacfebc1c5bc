// setInterval of timers/promises is an asynchronous iterator.
import { setInterval as every } from 'node:timers/promises';
let n = 0;
for await (const value of every(5, 'value')) {
  console.log(value, ++n);
  process.nextTick(() => console.log('tick'));
  if (n === 3) break;
}
console.log('done');
