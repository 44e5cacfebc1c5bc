// callbackify calls back in a tick, also with a falsy rejection.
const { callbackify } = require('util');
callbackify(async (x) => x + 1)(1, (err, n) => {
  console.log(err, n);
  process.nextTick(() => console.log('tick'));
});
callbackify(() => Promise.reject(null))((err) => {
  console.log(err.code, err.reason);
});
callbackify(async () => {
  throw new Error('bad');
})((err) => console.log(err.message));
console.log('sync');
