// Microtasks that queue microtasks hold up ticks as well as immediates.
let n = 0;
setImmediate(() => console.log('immediate', n));
queueMicrotask(() => process.nextTick(() => console.log('tick', n)));
queueMicrotask(function again() {
  if (++n < 500) queueMicrotask(again);
});
