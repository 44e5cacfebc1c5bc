// Combinators reject, and do not throw, when given no iterable.
for (const name of ['all', 'allSettled', 'race', 'any']) {
  Promise[name](undefined).catch((err) => console.log(name, err.name));
  Promise[name](
    (function* () {
      yield 1;
      throw new Error('iterator');
    })(),
  ).catch((err) => console.log(name, err.message));
}
