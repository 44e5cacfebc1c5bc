// Ticks and microtasks set in beforeExit run, and end nothing.
process.on('beforeExit', () => {
  console.log('beforeExit');
  process.nextTick(() => console.log('tick'));
  Promise.resolve().then(() => console.log('micro'));
});
process.on('exit', () => console.log('exit'));
