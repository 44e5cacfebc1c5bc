// An object says how it is shown.
const { inspect } = require('util');
class Money {
  constructor(n) {
    this.n = n;
  }
  [inspect.custom](depth, options, f) {
    return `Money<${this.n}> ${depth} ${typeof f}`;
  }
}
console.log(new Money(1), { inside: new Money(2) }, [[new Money(3)]]);
console.log({ [inspect.custom]: () => ({ replaced: true }) });
console.log(inspect.custom === Symbol.for('nodejs.util.inspect.custom'));
