// An error in queueMicrotask is uncaught; later microtasks still run.
process.on('uncaughtException', (err) => console.log('caught', err.message));
queueMicrotask(() => {
  process.nextTick(() => console.log('tick'));
  throw new Error('micro');
});
queueMicrotask(() => console.log('second micro'));
