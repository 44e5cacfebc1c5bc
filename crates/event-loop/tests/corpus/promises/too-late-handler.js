// A handler added in an immediate comes too late: two events tell of it.
process.on('unhandledRejection', (reason, promise) =>
  console.log('unhandled', reason.message, promise === p));
process.on('rejectionHandled', (promise) =>
  console.log('handled', promise === p));
const p = Promise.reject(new Error('oops'));
setImmediate(() => {
  console.log('immediate');
  p.catch((err) => console.log('caught', err.message));
});
