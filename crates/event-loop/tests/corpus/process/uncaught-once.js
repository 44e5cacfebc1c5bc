// A handler of once saves the program only once.
process.once('uncaughtException', (err) => console.log('one', err.message));
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => {
  throw new Error('first');
});
setImmediate(() => {
  throw new Error('second');
});
setImmediate(() => console.log('never'));
