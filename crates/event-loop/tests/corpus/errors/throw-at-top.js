// An uncaught error at the top: not even ticks run.
process.nextTick(() => console.log('never'));
Promise.resolve().then(() => console.log('never'));
process.on('exit', (code) => console.log('exit', code));
console.log('before');
throw new Error('top');
