// unhandledRejection comes after ticks and microtasks, in order.
process.on('unhandledRejection', (reason) => console.log('un', reason));
Promise.reject('one');
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => {
  console.log('micro');
  Promise.reject('two');
});
setImmediate(() => console.log('immediate'));
