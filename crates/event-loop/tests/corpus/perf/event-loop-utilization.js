// eventLoopUtilization gives three numbers.
const { performance } = require('perf_hooks');
const before = performance.eventLoopUtilization();
console.log(Object.keys(before));
setTimeout(() => {
  const { idle, active, utilization } = performance.eventLoopUtilization();
  console.log(idle >= 0, active >= 0, utilization >= 0 && utilization <= 1);
}, 20);
