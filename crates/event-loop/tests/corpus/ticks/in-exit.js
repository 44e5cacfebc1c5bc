// Of what an exit handler schedules only microtasks run.
process.on('exit', () => {
  console.log('exit');
  process.nextTick(() => console.log('never: tick'));
  queueMicrotask(() => console.log('micro'));
  setTimeout(() => console.log('never: timeout'), 0);
  setImmediate(() => console.log('never: immediate'));
});
process.nextTick(() => console.log('tick'));
