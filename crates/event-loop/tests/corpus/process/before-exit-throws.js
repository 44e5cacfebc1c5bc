// An error in beforeExit is uncaught; with a handler the exit goes on.
process.on('uncaughtException', (err) => console.log('caught', err.message));
process.on('exit', (code) => console.log('exit', code));
process.once('beforeExit', () => {
  throw new Error('beforeExit');
});
