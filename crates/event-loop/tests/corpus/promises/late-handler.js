// A handler added within the same turn is early enough.
const p = Promise.reject(new Error('late'));
process.on('unhandledRejection', () => console.log('never'));
process.nextTick(() => {
  p.catch((err) => console.log('in tick', err.message));
});
const q = Promise.reject(new Error('later'));
queueMicrotask(() => {
  q.catch((err) => console.log('in microtask', err.message));
});
