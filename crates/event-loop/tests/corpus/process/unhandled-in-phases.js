// Rejections left by a timer and by an immediate.
process.on('unhandledRejection', (reason) => console.log('un', reason));
setTimeout(() => {
  Promise.reject('of timer');
  process.nextTick(() => console.log('tick of timer'));
}, 1);
setTimeout(() => console.log('second timer'), 1);
setImmediate(() => Promise.reject('of immediate'));
setImmediate(() => console.log('second immediate'));
const end = Date.now() + 15;
while (Date.now() < end);
