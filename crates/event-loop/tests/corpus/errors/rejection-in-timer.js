// An unhandled rejection in a timer: what is left does not run.
setTimeout(() => {
  Promise.reject(new Error('timer'));
  console.log('timer');
  process.nextTick(() => console.log('tick'));
}, 1);
setTimeout(() => console.log('never'), 100);
process.on('exit', (code) => console.log('exit', code));
