// A builtin module is the same object each time, with or without node:.
const a = require('fs');
const b = require('node:fs');
console.log(a === b, require('events') === require('node:events'));
console.log(require('timers').setTimeout === setTimeout);
console.log(typeof require('timers/promises').setTimeout);
console.log(require('fs').promises === require('fs/promises'));
