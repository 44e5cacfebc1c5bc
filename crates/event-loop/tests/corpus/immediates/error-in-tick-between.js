// A tick between two immediates throws; the error is handled.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setImmediate(() => {
  console.log('a');
  process.nextTick(() => {
    throw new Error('tick of a');
  });
  setImmediate(() => console.log('nested'));
});
setImmediate(() => console.log('b'));
setImmediate(() => console.log('c'));
