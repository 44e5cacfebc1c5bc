// One immediate clears what another of the same turn has just set.
let nested;
setImmediate(() => {
  nested = setImmediate(() => console.log('never'));
  console.log('set');
});
setImmediate(() => {
  clearImmediate(nested);
  console.log('cleared');
});
