// A tick between two due timers throws; the error is handled.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setTimeout(() => {
  console.log('a');
  process.nextTick(() => {
    throw new Error('tick of a');
  });
  process.nextTick(() => console.log('second tick of a'));
}, 1);
setTimeout(() => console.log('b'), 1);
setImmediate(() => console.log('immediate'));
const end = Date.now() + 15;
while (Date.now() < end);
