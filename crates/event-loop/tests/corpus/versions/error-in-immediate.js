// What runs next after a handled error in an immediate?
process.on('uncaughtException', (err) => console.log('caught', err.message));
setImmediate(() => {
  process.nextTick(() => console.log('tick of a'));
  setImmediate(() => console.log('nested'));
  throw new Error('a');
});
setImmediate(() => console.log('b'));
setImmediate(() => console.log('c'));
