// A plain thenable returned by a reaction takes two turns.
Promise.resolve()
  .then(() => ({ then: (resolve) => resolve('thenable') }))
  .then(console.log);
let counted = Promise.resolve();
for (let i = 1; i < 7; i++) counted = counted.then(() => console.log(i));
