// In a CommonJS module ticks run before microtasks, whichever came first.
Promise.resolve().then(() => console.log('micro 1'));
process.nextTick(() => console.log('tick 1'));
queueMicrotask(() => console.log('micro 2'));
process.nextTick(() => console.log('tick 2'));
