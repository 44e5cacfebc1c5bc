// Marks made in each phase are listed in the order of time.
import { performance } from 'node:perf_hooks';
setTimeout(() => performance.mark('timeout'), 200);
setImmediate(() => performance.mark('immediate'));
process.nextTick(() => performance.mark('tick'));
queueMicrotask(() => performance.mark('micro'));
performance.mark('sync');
process.on('exit', () => {
  console.log(performance.getEntriesByType('mark').map((m) => m.name));
});
