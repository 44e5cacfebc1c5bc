// The observer's immediate is queued when the first mark is made.
const { PerformanceObserver, performance } = require('perf_hooks');
new PerformanceObserver((list) => {
  console.log('observer', list.getEntries().length);
}).observe({ type: 'mark' });
setImmediate(() => {
  console.log('immediate before');
  performance.mark('b');
});
performance.mark('a');
setImmediate(() => console.log('immediate after'));
