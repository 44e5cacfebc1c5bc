// Marks and measures: names, types and order.
const { performance } = require('perf_hooks');
const a = performance.mark('a');
performance.mark('b', { detail: { x: 1 } });
const m = performance.measure('a to b', 'a', 'b');
console.log(a.name, a.entryType, a.duration, m.name, m.entryType);
console.log(m.duration >= 0, performance.getEntriesByType('mark').length);
for (const entry of performance.getEntries()) {
  console.log(entry.entryType, entry.name, entry.detail);
}
performance.clearMarks('a');
console.log(performance.getEntriesByName('a').length);
