// process.exit in a tick: no microtask, timer or immediate follows.
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => console.log('never'));
setTimeout(() => console.log('never'), 0);
process.nextTick(() => {
  Promise.resolve().then(() => console.log('never'));
  console.log('tick');
  process.exit();
});
process.nextTick(() => console.log('never'));
