// for await over an array of values and promises awaits each.
(async () => {
  for await (const x of ['a', Promise.resolve('b'), 'c']) console.log(x);
  console.log('done');
})();
let counted = Promise.resolve();
for (let i = 1; i < 12; i++) counted = counted.then(() => console.log(i));
