// A cleared immediate does not run, before or in the same turn.
const a = setImmediate(() => console.log('a'));
setImmediate(() => {
  console.log('b');
  clearImmediate(c);
});
const c = setImmediate(() => console.log('c'));
setImmediate(() => console.log('d'));
clearImmediate(a);
clearImmediate(undefined);
clearImmediate({});
