// An uncaught error in a microtask ends the program.
queueMicrotask(() => console.log('first'));
queueMicrotask(() => {
  throw new Error('micro');
});
queueMicrotask(() => console.log('is the third run?'));
setImmediate(() => console.log('never'));
