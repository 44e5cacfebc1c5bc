// await of a thenable whose then throws, or rejects later.
(async () => {
  try {
    await { then() { throw new Error('at once'); } };
  } catch (err) {
    console.log(err.message);
  }
  try {
    await { then: (_, reject) => setImmediate(reject, new Error('later')) };
  } catch (err) {
    console.log(err.message);
  }
})();
setImmediate(() => console.log('immediate'));
