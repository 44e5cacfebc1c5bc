// A timer set in beforeExit keeps the program running.
process.once('beforeExit', () => {
  console.log('beforeExit');
  setTimeout(() => console.log('timeout'), 5);
  process.once('beforeExit', () => console.log('beforeExit again'));
});
