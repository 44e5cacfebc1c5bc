// An async generator awaits what it yields.
async function* numbers() {
  yield 1;
  yield Promise.resolve(2);
  return 3;
}
(async () => {
  for await (const n of numbers()) console.log('n', n);
  console.log('end');
})();
let counted = Promise.resolve();
for (let i = 1; i < 12; i++) counted = counted.then(() => console.log(i));
