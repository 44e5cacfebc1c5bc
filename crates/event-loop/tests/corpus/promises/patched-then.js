// A then put on the instance is called by await and by resolve.
const p = Promise.resolve('real');
p.then = (resolve) => {
  console.log('own then');
  resolve('patched');
};
Promise.resolve()
  .then(() => p)
  .then((value) => console.log('resolved', value));
(async () => console.log('awaited', await p))();
