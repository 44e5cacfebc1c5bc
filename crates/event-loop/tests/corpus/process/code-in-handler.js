// An error in a timer; the handler sets the exit code, and all goes on.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  process.exitCode = 12;
});
setTimeout(() => {
  throw new Error('timer');
}, 1);
setTimeout(() => console.log('still runs'), 60);
