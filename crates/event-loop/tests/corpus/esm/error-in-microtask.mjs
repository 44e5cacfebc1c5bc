// An uncaught error in a microtask of a module, handled.
process.on('uncaughtException', (err) => console.log('caught', err.message));
process.nextTick(() => console.log('tick'));
queueMicrotask(() => {
  throw new Error('micro');
});
queueMicrotask(() => console.log('second micro'));
await null;
console.log('module goes on');
