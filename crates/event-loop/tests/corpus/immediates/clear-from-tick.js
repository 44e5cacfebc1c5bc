// A tick between two immediates clears the second.
setImmediate(() => {
  console.log('a');
  process.nextTick(() => clearImmediate(b));
});
const b = setImmediate(() => console.log('b'));
setImmediate(() => console.log('c'));
