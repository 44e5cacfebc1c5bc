// process.exit in the handler decides the code.
process.on('uncaughtException', (err) => {
  console.log('handler', err.message);
  process.exit(33);
});
setTimeout(() => {
  throw new Error('timer');
}, 1);
