// yield* over an async generator, a sync one and an array.
async function* inner() {
  console.log('got', yield 'inner');
  return 'result';
}
async function* outer() {
  console.log('result of inner', yield* inner());
  yield* (function* () {
    yield 'sync';
  })();
  yield* [Promise.resolve('array')];
}
(async () => {
  const it = outer();
  console.log((await it.next('ignored')).value);
  console.log((await it.next('sent')).value);
  console.log((await it.next()).value);
  console.log(await it.next());
})();
