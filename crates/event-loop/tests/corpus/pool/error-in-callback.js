// An error in a callback of the pool is handled like any other.
const crypto = require('crypto');
process.on('uncaughtException', (err) => console.log('caught', err.message));
crypto.randomBytes(4, () => {
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
  throw new Error('in callback');
});
