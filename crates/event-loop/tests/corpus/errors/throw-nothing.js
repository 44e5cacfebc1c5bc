// To throw null or undefined ends the program as well.
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => {
  throw null;
});
