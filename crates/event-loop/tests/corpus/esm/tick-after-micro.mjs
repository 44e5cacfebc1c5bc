// In an ES module microtasks come before ticks: it runs in a microtask.
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('micro 1'));
queueMicrotask(() => console.log('micro 2'));
console.log('sync');
