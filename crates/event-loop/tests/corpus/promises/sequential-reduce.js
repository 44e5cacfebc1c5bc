// Work in sequence by reduce, next to work at the same time by map.
const work = (name, n) =>
  Promise.resolve().then(() => console.log(name, n));
[1, 2, 3].reduce(
  (before, n) => before.then(() => work('sequence', n)),
  Promise.resolve(),
).then(() => console.log('sequence done'));
Promise.all([1, 2, 3].map((n) => work('map', n))).then(() =>
  console.log('map done'));
