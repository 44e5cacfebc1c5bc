// then and the combinators give promises of the subclass.
class Loud extends Promise {
  then(onFulfilled, onRejected) {
    console.log('then', typeof onFulfilled, typeof onRejected);
    return super.then(onFulfilled, onRejected);
  }
}
const p = Loud.resolve(1);
const q = p.catch(() => {});
console.log(q instanceof Loud, Loud.all([]) instanceof Loud);
p.finally(() => console.log('finally'));
