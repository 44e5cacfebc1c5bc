// An error thrown by the rejection handler is uncaught.
process.on('unhandledRejection', (reason) => {
  throw new Error(`from ${reason}`);
});
process.on('uncaughtException', (err, origin) => {
  console.log(err.message, origin);
});
Promise.reject('rejection');
setImmediate(() => console.log('immediate'));
