// After an awaited read: microtasks before ticks, then immediates.
import { readFile } from 'node:fs/promises';
await readFile('data.txt');
setTimeout(() => console.log('timeout'), 1);
setImmediate(() => console.log('immediate'));
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('micro'));
const end = Date.now() + 15;
while (Date.now() < end);
console.log('read');
