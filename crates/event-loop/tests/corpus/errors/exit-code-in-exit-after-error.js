// An exit handler may change the code of an uncaught error.
process.on('exit', (code) => {
  console.log('exit', code);
  process.exitCode = 21;
});
throw new Error('uncaught');
