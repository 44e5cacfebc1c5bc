// Are there ticks and microtasks between two immediates of a turn?
for (const name of ['a', 'b', 'c']) {
  setImmediate(() => {
    console.log(name);
    Promise.resolve().then(() => console.log('micro of', name));
    process.nextTick(() => console.log('tick of', name));
  });
}
