// All ticks run before the microtasks that they queue.
process.nextTick(() => {
  console.log('tick 1');
  queueMicrotask(() => {
    console.log('micro 1');
    process.nextTick(() => console.log('tick 3'));
  });
});
process.nextTick(() => {
  console.log('tick 2');
  queueMicrotask(() => console.log('micro 2'));
});
