// require of a JSON file that was written before.
const fs = require('fs');
const path = require('path');
const file = path.resolve('made.json');
fs.writeFileSync(file, '{"a": [1, 2]}');
const a = require(file);
console.log(a, a === require(file));
fs.writeFileSync(file, '{bad');
delete require.cache[file];
try {
  require(file);
} catch (err) {
  console.log(err.name);
}
