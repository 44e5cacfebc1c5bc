// An error in an I/O callback is handled; its ticks and immediates run.
const fs = require('fs');
process.on('uncaughtException', (err) => console.log('caught', err.message));
fs.readFile('data.txt', () => {
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
  throw new Error('in callback');
});
