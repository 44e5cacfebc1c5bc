// The last timer with a reference loses it in a callback.
const interval = setInterval(() => {
  console.log('interval');
  interval.unref();
}, 100);
process.on('beforeExit', () => console.log('beforeExit'));
