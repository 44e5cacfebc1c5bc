// Immediate, then the due timer, then the nested immediate.
const fs = require('fs');
fs.stat('data.txt', () => {
  setTimeout(() => console.log('timeout'), 1);
  setImmediate(() => {
    console.log('immediate');
    setImmediate(() => console.log('nested'));
    const end = Date.now() + 10;
    while (Date.now() < end);
  });
});
