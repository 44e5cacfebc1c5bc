// process.exitCode does not hide an uncaught error.
process.exitCode = 20;
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => {
  throw new Error('uncaught');
});
