// An error in the last tick: what of the microtasks, and of new ticks?
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  process.nextTick(() => console.log('tick of handler'));
  queueMicrotask(() => console.log('micro of handler'));
});
queueMicrotask(() => console.log('micro'));
process.nextTick(() => {
  throw new Error('last tick');
});
setImmediate(() => console.log('immediate'));
