// A lock made of a promise chain keeps critical parts apart.
let last = Promise.resolve();
const locked = (f) => (last = last.then(f));
const task = (name) => locked(async () => {
  console.log(name, 'in');
  await new Promise(setImmediate);
  console.log(name, 'out');
});
task('a');
task('b');
task('c').then(() => console.log('all out'));
