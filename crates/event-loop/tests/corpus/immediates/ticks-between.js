// Ticks and microtasks run between two immediates.
for (const name of ['a', 'b']) {
  setImmediate(() => {
    console.log(name);
    Promise.resolve().then(() => console.log(name, 'micro'));
    process.nextTick(() => console.log(name, 'tick'));
  });
}
