// The event for a rejection comes before the next immediate.
process.on('unhandledRejection', (reason) => {
  console.log('un', reason);
  setImmediate(() => console.log('immediate of the handler'));
});
setImmediate(() => Promise.reject('a'));
setImmediate(() => console.log('b'));
setImmediate(async () => {
  await null;
  throw 'c';
});
