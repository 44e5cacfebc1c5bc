// A microtask between two due timers throws; the error is handled.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setTimeout(() => {
  console.log('a');
  queueMicrotask(() => {
    throw new Error('micro of a');
  });
  queueMicrotask(() => console.log('second micro of a'));
}, 1);
setTimeout(() => console.log('b'), 1);
const end = Date.now() + 15;
while (Date.now() < end);
