// A rejected promise that is yielded is thrown at the yield.
async function* gen() {
  try {
    yield Promise.reject(new Error('yielded'));
  } catch (err) {
    console.log('inside', err.message);
    yield 'recovered';
  }
  return Promise.reject(new Error('returned'));
}
(async () => {
  const it = gen();
  console.log(await it.next());
  await it.next().catch((err) => console.log('outside', err.message));
  console.log(await it.next());
})();
