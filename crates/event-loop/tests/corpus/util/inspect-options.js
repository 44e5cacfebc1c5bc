// depth, compact, sorted, breakLength and showHidden.
const { inspect } = require('util');
const o = { b: { c: { d: { e: 1 } } }, a: [1, 2] };
console.log(inspect(o, { depth: 0 }), inspect(o, { depth: null }));
console.log(inspect(o, { sorted: true, depth: 1 }));
console.log(inspect(o, { compact: false }));
console.log(inspect([1, 2], { showHidden: true }));
console.log(inspect('text'), inspect(new Array(200).fill(0), {
  maxArrayLength: 2,
}));
console.log(inspect('a'.repeat(20), { maxStringLength: 5 }));
console.log(inspect({ get x() { return 5; } }, { getters: true }));
console.log(inspect(123456789.123, { numericSeparator: true }));
