// After an error in a timer, the other timers come before the immediates.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  setImmediate(() => console.log('immediate of handler'));
});
setImmediate(() => console.log('immediate'));
setTimeout(() => {
  throw new Error('first');
}, 1);
setTimeout(() => {
  throw new Error('second');
}, 1);
const end = Date.now() + 15;
while (Date.now() < end);
