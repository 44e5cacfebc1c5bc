// A result from the pool comes after everything of the main program.
const crypto = require('crypto');
crypto.pbkdf2('secret', 'salt', 1000, 16, 'sha256', (err, key) => {
  console.log(err, key.length);
  setTimeout(() => console.log('timeout'), 0);
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
});
process.nextTick(() => console.log('first tick'));
console.log('sync');
