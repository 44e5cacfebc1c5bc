// An error while for await closes its iterator, after break and throw.
const iterable = () => ({
  [Symbol.asyncIterator]: () => ({
    next: async () => ({ value: 1, done: false }),
    return: async () => {
      console.log('return');
      throw new Error('while closing');
    },
  }),
});
(async () => {
  try {
    for await (const x of iterable()) break;
  } catch (err) {
    console.log('after break:', err.message);
  }
  try {
    for await (const x of iterable()) throw new Error('in the body');
  } catch (err) {
    console.log('after throw:', err.message);
  }
})();
