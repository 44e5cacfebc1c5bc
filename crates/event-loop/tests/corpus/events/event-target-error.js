// An error in a listener of an EventTarget is uncaught, in a tick.
process.on('uncaughtException', (err) => console.log('caught', err.message));
const target = new EventTarget();
target.addEventListener('x', () => {
  throw new Error('listener');
});
target.addEventListener('x', () => console.log('second'));
console.log(target.dispatchEvent(new Event('x')));
process.nextTick(() => console.log('tick'));
console.log('sync');
