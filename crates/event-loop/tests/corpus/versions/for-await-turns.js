// How many turns each round of for await takes.
(async () => {
  for await (const x of ['a', Promise.resolve('b')]) console.log(x);
  console.log('done');
})();
let p = Promise.resolve();
for (let i = 1; i < 16; i++) p = p.then(() => console.log(i));
