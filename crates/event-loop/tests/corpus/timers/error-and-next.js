// An error in a timer is handled; the other due timers run afterwards.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setTimeout(() => {
  console.log('a');
  process.nextTick(() => console.log('tick of a'));
  throw new Error('of a');
}, 5);
setTimeout(() => console.log('b'), 5);
setTimeout(() => console.log('c'), 200);
const end = Date.now() + 20;
while (Date.now() < end);
