// How many turns the yields of an async generator take.
async function* gen() {
  yield 1;
  yield Promise.resolve(2);
  await null;
}
(async () => {
  for await (const x of gen()) console.log('value', x);
  console.log('done');
})();
let p = Promise.resolve();
for (let i = 1; i < 20; i++) p = p.then(() => console.log(i));
