// An error in the callback of callbackify is uncaught, not a rejection.
const { callbackify } = require('util');
process.on('uncaughtException', (err, origin) => {
  console.log(err.message, origin);
});
callbackify(async () => 1)(() => {
  throw new Error('callback');
});
setImmediate(() => console.log('immediate'));
