// A handler that leaves another rejection, once.
let n = 0;
process.on('unhandledRejection', (reason) => {
  console.log('un', reason);
  if (n++ === 0) Promise.reject('of the handler');
  process.nextTick(() => console.log('tick', reason));
});
Promise.reject('first');
setImmediate(() => console.log('immediate'));
