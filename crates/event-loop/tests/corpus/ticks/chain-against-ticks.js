// A promise chain runs to its end before a tick that its first link sets.
const p = Promise.resolve();
p.then(() => {
  console.log('then 1');
  process.nextTick(() => console.log('tick'));
})
  .then(() => console.log('then 2'))
  .then(() => console.log('then 3'));
