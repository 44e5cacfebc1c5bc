// Synchronous reads inside the callback of an asynchronous one.
const fs = require('fs');
fs.readFile('data.txt', 'utf8', (err, first) => {
  process.nextTick(() => console.log('tick'));
  const second = fs.readFileSync('second.txt', 'utf8');
  console.log(first.trim(), second.trim());
  fs.writeFileSync('third.txt', first + second);
  fs.stat('third.txt', (err, { size }) => console.log(size));
});
