// One chain through ticks, microtasks and immediates, next to another one.
process.nextTick(() => {
  console.log('a1');
  queueMicrotask(() => {
    console.log('a2');
    setImmediate(() => {
      console.log('a3');
      process.nextTick(console.log, 'a4');
    });
  });
});
setImmediate(() => {
  console.log('b1');
  process.nextTick(() => {
    console.log('b2');
    setImmediate(console.log, 'b3');
  });
});
