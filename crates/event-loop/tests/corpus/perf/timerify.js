// timerify wraps a function and tells an observer of its calls.
const { PerformanceObserver, performance } = require('perf_hooks');
function work(n) {
  return n * 2;
}
const observer = new PerformanceObserver((list) => {
  for (const e of list.getEntries()) console.log(e.entryType, e.name, e[0]);
  observer.disconnect();
});
observer.observe({ entryTypes: ['function'] });
const timed = performance.timerify(work);
console.log(timed(2), timed(3), timed.name);
