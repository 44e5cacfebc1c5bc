// process.exit while the module waits, from a tick.
process.on('exit', (code) => console.log('exit', code));
process.nextTick(() => process.exit(17));
queueMicrotask(() => console.log('micro'));
await null;
console.log('after a microtask');
await new Promise(setImmediate);
console.log('never');
