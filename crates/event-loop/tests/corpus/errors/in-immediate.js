// An uncaught error in an immediate ends the program.
setImmediate(() => console.log('first'));
setImmediate(() => {
  throw new Error('immediate');
});
setImmediate(() => console.log('never'));
process.on('exit', (code) => console.log('exit', code));
