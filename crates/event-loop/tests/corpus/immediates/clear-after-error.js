// The handler of an error clears an immediate of the same turn.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  clearImmediate(c);
});
setImmediate(() => {
  throw new Error('a');
});
setImmediate(() => console.log('b'));
const c = setImmediate(() => console.log('c'));
setImmediate(() => console.log('d'));
