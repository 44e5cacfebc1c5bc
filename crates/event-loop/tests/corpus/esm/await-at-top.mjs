// A module awaits at its top; what follows runs as a microtask.
console.log('start');
const value = await Promise.resolve('value');
console.log(value);
queueMicrotask(() => console.log('micro'));
await null;
console.log('end');
