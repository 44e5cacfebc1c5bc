// The usual question about async functions, timers and ticks.
async function one() {
  console.log('one begins');
  await two();
  console.log('one ends');
}
async function two() {
  console.log('two');
}
console.log('script begins');
setTimeout(() => console.log('timeout'), 0);
one();
new Promise((resolve) => {
  console.log('promise 1');
  resolve();
})
  .then(() => console.log('promise 2'))
  .then(() => console.log('promise 3'));
process.nextTick(() => console.log('tick'));
console.log('script ends');
