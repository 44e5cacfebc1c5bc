// return and throw on a generator that has not begun.
async function* f() {
  console.log('never');
  yield 1;
}
f().return('r').then((r) => console.log(r.value, r.done));
f().throw(new Error('t')).catch((err) => console.log(err.message));
const it = f();
it.return();
it.next().then((r) => console.log(r.value, r.done));
