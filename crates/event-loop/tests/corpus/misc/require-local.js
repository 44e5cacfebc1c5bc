// A module of the program's own is run once, when first required.
const fs = require('fs');
const path = require('path');
fs.writeFileSync(
  'part.js',
  `console.log('part runs');
  process.nextTick(() => console.log('tick of part'));
  module.exports = { n: 1 };`,
);
process.nextTick(() => console.log('tick before'));
const part = require(path.resolve('part.js'));
console.log(part.n, require(path.resolve('part.js')) === part);
