// performance.now goes forward; a timer of 50 ms takes at least 49.
const { performance } = require('perf_hooks');
const start = performance.now();
console.log(performance === globalThis.performance, start > 0);
setTimeout(() => {
  console.log(performance.now() - start >= 49);
  console.log(performance.now() <= performance.now());
}, 50);
console.log(typeof performance.timeOrigin);
