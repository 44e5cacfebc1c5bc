// Colours, when asked for.
const { inspect } = require('util');
const text = inspect(
  { n: 1, s: 'x', b: true, u: undefined, z: null, y: Symbol('q'), f() {} },
  { colors: true },
);
console.log(JSON.stringify(text));
console.log(JSON.stringify(inspect([new Date(0), /x/], { colors: true })));
