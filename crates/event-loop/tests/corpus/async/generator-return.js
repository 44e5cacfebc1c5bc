// return runs finally, waits for its awaits, and awaits its argument.
async function* f() {
  try {
    yield 1;
    yield 2;
  } finally {
    console.log('finally begins');
    await null;
    console.log('finally ends');
  }
}
(async () => {
  const it = f();
  console.log(await it.next());
  console.log(await it.return(Promise.resolve('given')));
  console.log(await it.next());
})();
