// What is not a function is passed through by then.
Promise.resolve(1)
  .then(2)
  .then(null, () => console.log('never'))
  .catch(() => console.log('never'))
  .then(console.log);
Promise.reject(new Error('kept'))
  .then(() => console.log('never'))
  .then(undefined, undefined)
  .catch((err) => console.log(err.message));
