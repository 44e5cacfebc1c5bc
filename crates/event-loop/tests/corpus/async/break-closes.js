// break out of for await calls return and waits for it.
const iterable = {
  [Symbol.asyncIterator]() {
    let n = 0;
    return {
      next: async () => ({ value: ++n, done: false }),
      async return() {
        console.log('closing');
        await null;
        console.log('closed');
        return {};
      },
    };
  },
};
(async () => {
  for await (const n of iterable) {
    console.log(n);
    if (n === 2) break;
  }
  console.log('after the loop');
})();
