// readFile with a signal: one aborted before, the other just after.
const fs = require('fs');
const controller = new AbortController();
fs.readFile('big.txt', { signal: controller.signal }, (err) => {
  console.log(err.name, err.code);
});
controller.abort();
console.log('aborted');
