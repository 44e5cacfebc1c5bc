// forEach does not wait for async callbacks, for of does.
const wait = () => new Promise((resolve) => setImmediate(resolve));
(async () => {
  [1, 2].forEach(async (n) => {
    await wait();
    console.log('forEach', n);
  });
  console.log('after forEach');
  for (const n of [1, 2]) {
    await wait();
    console.log('for of', n);
  }
})();
