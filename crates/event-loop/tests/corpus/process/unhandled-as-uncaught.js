// Without its own handler a rejection is an uncaught exception.
process.on('uncaughtException', (err, origin) => {
  console.log(err.message, origin);
});
Promise.reject(new Error('an error'));
Promise.reject('a text');
setImmediate(() => console.log('immediate'));
