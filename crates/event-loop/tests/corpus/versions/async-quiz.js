// The usual question: which comes first, the end of one or promise 2?
async function one() {
  console.log('one begins');
  await two();
  console.log('one ends');
}
async function two() {
  console.log('two');
}
one();
Promise.resolve()
  .then(() => console.log('promise 2'))
  .then(() => console.log('promise 3'));
process.nextTick(() => console.log('tick'));
