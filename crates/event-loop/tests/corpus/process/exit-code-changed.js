// An exit handler may still change the code.
process.on('exit', (code) => {
  console.log('first', code);
  process.exitCode = 9;
});
process.on('exit', (code) => console.log('second', code, process.exitCode));
process.exitCode = 2;
