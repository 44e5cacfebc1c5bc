// Can a tick of one immediate clear the next?
setImmediate(() => {
  console.log('a');
  process.nextTick(() => clearImmediate(b));
});
const b = setImmediate(() => console.log('b'));
setImmediate(() => console.log('c'));
