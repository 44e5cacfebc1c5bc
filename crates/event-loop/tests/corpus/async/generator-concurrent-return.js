// return is queued behind a next that is still running.
async function* f() {
  console.log('begin');
  await null;
  console.log('awaited');
  yield 1;
  console.log('never');
}
const it = f();
it.next().then((r) => console.log('next', r.value, r.done));
it.return('early').then((r) => console.log('return', r.value, r.done));
it.next().then((r) => console.log('next again', r.value, r.done));
