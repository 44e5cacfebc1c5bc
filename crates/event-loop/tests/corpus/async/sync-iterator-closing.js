// Does for await over a sync generator close it after a break?
function* gen() {
  try {
    yield Promise.resolve(1);
    yield 2;
  } finally {
    console.log('closed');
  }
}
(async () => {
  for await (const x of gen()) {
    console.log(x);
    break;
  }
  const it = gen();
  for await (const x of it) console.log(x);
  console.log(it.next());
})();
