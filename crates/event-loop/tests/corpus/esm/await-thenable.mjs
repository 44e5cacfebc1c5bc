// Top-level await of a thenable, and of none.
const slow = { then: (resolve) => setImmediate(resolve, 'thenable') };
console.log(await slow);
console.log(await 42, await undefined);
console.log(await { then: 1 });
