// A promise returned by a reaction takes three turns.
Promise.resolve()
  .then(() => Promise.resolve('returned'))
  .then(console.log);
let counted = Promise.resolve();
for (let i = 1; i < 7; i++) counted = counted.then(() => console.log(i));
