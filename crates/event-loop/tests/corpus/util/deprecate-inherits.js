// deprecate warns once, on standard error; inherits sets a prototype.
const util = require('util');
process.on('warning', (w) => console.log(w.name, w.message, w.code));
const f = util.deprecate(() => 'result', 'f is old', 'DEP_X');
console.log(f(), f());
function Old() {}
util.inherits(Old, require('events'));
console.log(new Old() instanceof require('events'));
console.log(util.format('%s=%d', 'x', 1), util.format(1, '2', {}));
