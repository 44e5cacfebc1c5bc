// A buffered observer gets the marks that were made before.
const { PerformanceObserver, performance } = require('perf_hooks');
performance.mark('early');
new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) console.log('buffered', name);
}).observe({ type: 'mark', buffered: true });
performance.mark('late');
