// After an error in a tick that is handled, the other ticks still run.
process.on('uncaughtException', (err) => console.log('caught', err.message));
process.nextTick(() => console.log('a'));
process.nextTick(() => {
  queueMicrotask(() => console.log('micro of b'));
  throw new Error('b');
});
process.nextTick(() => console.log('c'));
