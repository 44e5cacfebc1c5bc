// The scheduler of timers/promises waits and yields.
import { scheduler } from 'node:timers/promises';
setImmediate(() => console.log('immediate'));
await scheduler.yield();
console.log('yielded');
await scheduler.wait(5);
console.log('waited');
