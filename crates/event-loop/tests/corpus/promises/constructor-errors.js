// What the constructor refuses.
for (const f of [
  () => Promise(() => {}),
  () => new Promise(),
  () => new Promise(1),
  () => Promise.resolve.call(undefined, 1),
  () => Promise.prototype.then.call({}),
]) {
  try {
    f();
  } catch (err) {
    console.log(err.name);
  }
}
