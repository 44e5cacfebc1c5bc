// An unhandled rejection ends the program with code 1 before timers.
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('never'), 0);
process.nextTick(() => console.log('tick'));
Promise.reject(new Error('unhandled'));
Promise.resolve().then(() => console.log('micro'));
