// beforeExit comes when nothing is left, again if it schedules more.
let n = 0;
process.on('beforeExit', (code) => {
  console.log('beforeExit', code, n);
  if (n++ < 2) setImmediate(() => console.log('immediate', n));
});
process.on('exit', () => console.log('exit'));
