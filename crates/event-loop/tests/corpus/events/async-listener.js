// emit does not wait for async listeners.
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('x', async () => {
  console.log('a begins');
  await null;
  console.log('a ends');
});
e.on('x', async () => {
  console.log('b begins');
  await null;
  console.log('b ends');
});
e.emit('x');
console.log('emitted');
