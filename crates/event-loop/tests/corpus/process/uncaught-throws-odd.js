// What is thrown may be anything.
process.on('uncaughtException', (err) => console.log('caught', err));
setImmediate(() => {
  throw 'text';
});
setImmediate(() => {
  throw undefined;
});
setImmediate(() => {
  throw { code: 1 };
});
