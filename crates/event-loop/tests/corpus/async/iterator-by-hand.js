// An iterator without return; its next may give no promise.
const countdown = {
  n: 3,
  [Symbol.asyncIterator]() {
    return this;
  },
  next() {
    return this.n > 0
      ? { value: this.n--, done: false }
      : Promise.resolve({ value: 'unused', done: true });
  },
};
(async () => {
  for await (const n of countdown) console.log(n);
  console.log('lift off');
})();
