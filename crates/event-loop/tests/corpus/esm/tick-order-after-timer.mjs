// After the first await of a timer, ticks come before microtasks again.
await new Promise((resolve) => setTimeout(resolve, 1));
setImmediate(() => {
  queueMicrotask(() => console.log('micro'));
  process.nextTick(() => console.log('tick'));
});
queueMicrotask(() => console.log('micro at the top'));
process.nextTick(() => console.log('tick at the top'));
console.log('top');
