// A caught error changes nothing; finally runs before what was scheduled.
process.nextTick(() => console.log('tick'));
try {
  console.log('try');
  throw new TypeError('bad');
} catch (err) {
  console.log(err.name, err.message, err instanceof Error);
} finally {
  console.log('finally');
}
console.log('after');
