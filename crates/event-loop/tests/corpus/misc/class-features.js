// Order of fields, static blocks, getters and private methods.
const log = (x) => (console.log(x), x);
class A {
  static [log('computed key')] = log('static field');
  field = log('field');
  static {
    log('static block');
  }
  #secret = () => log('private');
  constructor() {
    log('constructor');
    this.#secret();
    log(#secret in this);
  }
}
class B extends A {
  other = log('field of B');
}
new B();
