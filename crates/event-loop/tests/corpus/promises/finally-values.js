// finally gets no value and changes none, unless it throws or rejects.
Promise.resolve('kept')
  .finally((...args) => {
    console.log(args.length);
    return 'ignored';
  })
  .then(console.log);
Promise.resolve('lost')
  .finally(() => {
    throw new Error('thrown in finally');
  })
  .catch((err) => console.log(err.message));
Promise.reject(new Error('old'))
  .finally(() => Promise.reject(new Error('new')))
  .catch((err) => console.log(err.message));
