// A tick set in a microtask waits until all microtasks are done.
Promise.resolve().then(() => {
  console.log('micro 1');
  process.nextTick(() => console.log('tick'));
  queueMicrotask(() => console.log('micro 3'));
});
queueMicrotask(() => console.log('micro 2'));
