process.on('exit', (code) => console.log('exit code', code));

const late = Promise.reject(new Error('caught in time'));
process.nextTick(() => {
  late.catch((error) => console.log('tick:', error.message));
});

Promise.reject(new Error('nobody catches this'));
Promise.resolve().then(() => console.log('microtask'));
setTimeout(() => console.log('does the timer still run?'), 0);
