// takeRecords empties what an observer has yet to get.
const { PerformanceObserver, performance } = require('perf_hooks');
const observer = new PerformanceObserver(() => console.log('called'));
observer.observe({ entryTypes: ['mark'] });
performance.mark('a');
console.log(observer.takeRecords().map((entry) => entry.name));
console.log(observer.takeRecords().length);
observer.disconnect();
setImmediate(() => console.log('immediate'));
