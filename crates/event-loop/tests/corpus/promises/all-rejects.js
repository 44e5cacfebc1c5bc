// all rejects with the first rejection; the others are ignored.
Promise.all([
  Promise.reject(new Error('one')),
  Promise.reject(new Error('two')),
  new Promise(() => {}),
]).catch((err) => console.log(err.message));
Promise.all([1, 2, 3].map(async (n) => {
  if (n > 1) throw new Error(`n ${n}`);
  return n;
})).then(console.log, (err) => console.log(err.message));
