// A promisified call that calls back at once resolves in a microtask.
const { promisify } = require('util');
const f = promisify((callback) => {
  console.log('called');
  callback(null, 'result');
});
f().then(console.log);
Promise.resolve().then(() => console.log('micro'));
process.nextTick(() => console.log('tick'));
console.log('sync');
