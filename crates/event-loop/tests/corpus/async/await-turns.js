// await of a value or a promise takes one turn, of a thenable two.
(async () => {
  await null;
  console.log('value');
})();
(async () => {
  await Promise.resolve();
  console.log('promise');
})();
(async () => {
  await { then: (resolve) => resolve() };
  console.log('thenable');
})();
let counted = Promise.resolve();
for (let i = 1; i < 5; i++) counted = counted.then(() => console.log(i));
