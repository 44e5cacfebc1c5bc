// Symbol.species decides what then creates.
class Plain extends Promise {
  static get [Symbol.species]() {
    return Promise;
  }
}
const p = new Plain((resolve) => resolve('x'));
console.log(p instanceof Plain, p.then() instanceof Plain);
console.log(Plain.resolve() instanceof Plain);
p.then(console.log);
