// An immediate that clears itself while it runs.
const self = setImmediate(() => {
  console.log('before');
  clearImmediate(self);
  console.log('after');
});
setImmediate(() => console.log('next'));
