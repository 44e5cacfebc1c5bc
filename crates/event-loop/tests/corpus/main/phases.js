// Synchronous code, then ticks, microtasks, a due timer and an immediate.
setImmediate(() => console.log('immediate'));
setTimeout(() => console.log('timeout'), 0);
Promise.resolve().then(() => console.log('microtask'));
process.nextTick(() => console.log('tick'));
console.log('sync');
const end = Date.now() + 10;
while (Date.now() < end);
