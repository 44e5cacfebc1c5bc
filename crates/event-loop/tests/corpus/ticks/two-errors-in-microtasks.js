// Two microtasks in a row throw, with ticks and reactions between.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  process.nextTick(() => console.log('tick after', err.message));
});
queueMicrotask(() => {
  throw new Error('one');
});
Promise.resolve().then(() => console.log('reaction'));
queueMicrotask(() => {
  throw new Error('two');
});
process.nextTick(() => console.log('tick'));
