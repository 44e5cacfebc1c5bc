// return goes through yield* to the inner async generator.
async function* inner() {
  try {
    yield 1;
    yield 2;
  } finally {
    console.log('inner closed');
    yield 'from finally';
  }
}
async function* outer() {
  try {
    yield* inner();
  } finally {
    console.log('outer closed');
  }
}
(async () => {
  const it = outer();
  console.log(await it.next());
  console.log(await it.return('r'));
  console.log(await it.next(), await it.next());
})();
