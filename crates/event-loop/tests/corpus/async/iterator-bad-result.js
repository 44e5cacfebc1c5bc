// A result that is not an object is a TypeError.
const bad = { [Symbol.asyncIterator]: () => ({ next: async () => 1 }) };
(async () => {
  try {
    for await (const x of bad) console.log('never', x);
  } catch (err) {
    console.log(err.name);
  }
  try {
    for await (const x of {}) console.log('never', x);
  } catch (err) {
    console.log(err.name);
  }
})();
