// Ticks and microtasks after an I/O callback come before immediates.
const fs = require('fs');
fs.readFile('data.txt', () => {
  console.log('read');
  setImmediate(() => console.log('immediate'));
  Promise.resolve().then(() => {
    console.log('micro');
    process.nextTick(() => console.log('tick of micro'));
  });
  process.nextTick(() => console.log('tick'));
});
