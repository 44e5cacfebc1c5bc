// Nested immediates come after the rest of the turn, in spite of an error.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  setImmediate(() => console.log('from the handler'));
});
setImmediate(() => {
  setImmediate(() => console.log('nested'));
  throw new Error('first');
});
setImmediate(() => console.log('second'));
