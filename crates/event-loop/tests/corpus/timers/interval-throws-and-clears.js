// clearInterval before the error: it does not run again.
process.on('uncaughtException', (err) => console.log('caught', err.message));
const interval = setInterval(() => {
  clearInterval(interval);
  throw new Error('once');
}, 1);
setTimeout(() => console.log('end'), 60);
