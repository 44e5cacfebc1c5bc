// An error in an exit handler: the later handlers do not run.
process.on('exit', () => console.log('first'));
process.on('exit', () => {
  throw new Error('exit');
});
process.on('exit', () => console.log('later handler'));
