const { builtinModules, isBuiltin } = require('module');
console.log(['fs', 'path/posix', 'worker_threads', 'stream/web'].map((name) => builtinModules.includes(name)));
console.log(isBuiltin('fs'), isBuiltin('node:fs'), isBuiltin('test'), isBuiltin('node:test'), isBuiltin('left-pad'));
console.log(require('path/posix') === require('path').posix, require('assert/strict') === require('assert').strict);
console.log(require('util/types') === require('util').types, require('node:fs/promises') === require('fs').promises);
console.log(require('readline/promises') === require('readline').promises);
for (const name of ['left-pad', 'node:left-pad', 'inspect', 'test']) {
  try {
    require(name);
  } catch (err) {
    console.log(err.code, err.message.split('\n')[0]);
  }
}
