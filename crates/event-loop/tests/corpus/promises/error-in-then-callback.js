// Both arguments of then: an error in the first is not for the second.
Promise.resolve()
  .then(
    () => {
      throw new Error('in fulfilled');
    },
    () => console.log('never'),
  )
  .then(
    () => console.log('never'),
    (err) => console.log('next', err.message),
  );
