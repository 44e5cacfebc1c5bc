// Chains begun by two immediates: one after the other, or mixed?
for (const name of ['a', 'b']) {
  setImmediate(() => {
    console.log(name);
    Promise.resolve()
      .then(() => console.log(name, 1))
      .then(() => {
        console.log(name, 2);
        process.nextTick(() => console.log(name, 'tick'));
      });
  });
}
