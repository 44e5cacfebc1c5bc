// Thenables that resolve with thenables, a turn for each.
const nest = (n) => ({
  then(resolve) {
    console.log('then', n);
    resolve(n === 0 ? 'bottom' : nest(n - 1));
  },
});
Promise.resolve(nest(2)).then(console.log);
let counted = Promise.resolve();
for (let i = 1; i < 6; i++) counted = counted.then(() => console.log(i));
