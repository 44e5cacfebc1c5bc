// After a handled error the remaining immediates run.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setImmediate(() => console.log('a'));
setImmediate(() => {
  process.nextTick(() => console.log('tick of b'));
  throw new Error('b');
});
setImmediate(() => console.log('c'));
setImmediate(() => {
  throw new Error('d');
});
