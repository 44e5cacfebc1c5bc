// A rejection left by beforeExit still ends the program with code 1.
process.once('beforeExit', async () => {
  console.log('beforeExit');
  await null;
  throw new Error('async');
});
process.on('exit', (code) => console.log('exit', code));
