// An error in the uncaughtException handler ends with code 7.
process.on('uncaughtException', (err) => {
  console.log('handler', err.message);
  throw new Error('again');
});
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => console.log('never'));
throw new Error('first');
