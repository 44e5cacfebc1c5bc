// After catch the chain goes on with what it returned.
Promise.reject(new Error('first'))
  .catch((err) => `caught ${err.message}`)
  .then((value) => {
    console.log(value);
    throw new Error('second');
  })
  .catch((err) => console.log(err.message))
  .then((value) => console.log(value));
