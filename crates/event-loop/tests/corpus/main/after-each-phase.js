// Ticks and microtasks run after the callback of each phase.
setTimeout(() => {
  console.log('timeout');
  process.nextTick(() => console.log('tick of timeout'));
  Promise.resolve().then(() => console.log('micro of timeout'));
}, 1);
setImmediate(() => {
  console.log('immediate');
  process.nextTick(() => console.log('tick of immediate'));
  Promise.resolve().then(() => console.log('micro of immediate'));
});
const end = Date.now() + 10;
while (Date.now() < end);
