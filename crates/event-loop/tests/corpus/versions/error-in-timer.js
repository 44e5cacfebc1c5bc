// What runs next after a handled error in a timer?
process.on('uncaughtException', (err) => console.log('caught', err.message));
setTimeout(() => {
  process.nextTick(() => console.log('tick of a'));
  throw new Error('a');
}, 1);
setTimeout(() => console.log('b'), 1);
const end = Date.now() + 20;
while (Date.now() < end);
