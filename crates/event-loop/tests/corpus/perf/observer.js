// An observer is called after the ticks, in an immediate.
const { PerformanceObserver, performance } = require('perf_hooks');
const observer = new PerformanceObserver((list) => {
  console.log('observer', list.getEntries().map((entry) => entry.name));
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark', 'measure'] });
performance.mark('a');
performance.mark('b');
performance.measure('m', 'a', 'b');
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('micro'));
console.log('sync');
