// any takes the first that is fulfilled, or gathers all errors.
Promise.any([Promise.reject(1), Promise.resolve(2), 3]).then(console.log);
Promise.any([Promise.reject('a'), Promise.reject('b')]).catch((err) => {
  console.log(err.name, err.message, err.errors.join());
  console.log(err instanceof AggregateError);
});
Promise.any([]).catch((err) => console.log(err.errors.length));
