// The monitor sees the error and does not save the program.
process.on('uncaughtExceptionMonitor', (err, origin) => {
  console.log('monitor', err.message, origin);
});
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => console.log('never'));
process.nextTick(() => {
  throw new Error('fatal');
});
