// Two calls begun before the first await run at the same time.
const step = async (name) => {
  for (let i = 0; i < 3; i++) {
    await null;
    console.log(name, i);
  }
};
(async () => {
  const a = step('a');
  const b = step('b');
  await a;
  await b;
  console.log('both');
  await step('c');
  await step('d');
})();
