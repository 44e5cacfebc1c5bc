// rejectionHandled for one of two; it comes in a tick of its own.
const promises = ['a', 'b'].map((x) => Promise.reject(x));
process.on('unhandledRejection', (reason) => console.log('un', reason));
process.on('rejectionHandled', (p) => console.log(p === promises[1]));
setTimeout(() => {
  promises[1].catch((reason) => console.log('caught', reason));
  process.nextTick(() => console.log('tick'));
  setImmediate(() => console.log('immediate'));
}, 5);
