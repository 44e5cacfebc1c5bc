// A rejection in a reaction ends the program after the microtasks.
Promise.resolve().then(() => {
  throw new Error('reaction');
});
queueMicrotask(() => console.log('micro'));
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('never'));
process.on('exit', (code) => console.log('exit', code));
