// ref in beforeExit keeps the program alive after all.
const timer = setTimeout(() => console.log('timeout'), 200).unref();
process.once('beforeExit', () => {
  console.log('beforeExit');
  timer.ref();
});
