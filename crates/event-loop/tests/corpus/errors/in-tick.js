// An uncaught error in a tick ends the program.
process.nextTick(() => console.log('first tick'));
process.nextTick(() => {
  throw new Error('tick');
});
process.nextTick(() => console.log('never'));
Promise.resolve().then(() => console.log('never'));
