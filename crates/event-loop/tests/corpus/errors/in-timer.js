// An uncaught error in a timer ends the program.
setTimeout(() => console.log('first'), 1);
setTimeout(() => {
  process.nextTick(() => console.log('never'));
  throw new Error('timer');
}, 1);
setTimeout(() => console.log('never'), 1);
process.on('exit', (code) => console.log('exit', code));
