// In an I/O callback an immediate comes before a timeout.
const fs = require('fs');
fs.readFile('data.txt', () => {
  setTimeout(() => console.log('timeout'), 0);
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
  queueMicrotask(() => console.log('micro'));
  const end = Date.now() + 10;
  while (Date.now() < end);
});
