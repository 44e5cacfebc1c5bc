// readFile calls back after everything that needs no I/O.
const fs = require('fs');
fs.readFile('data.txt', 'utf8', (err, text) => {
  console.log(err, JSON.stringify(text));
});
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('micro'));
console.log('sync');
