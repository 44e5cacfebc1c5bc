// A namespace of a builtin is sealed and has no prototype.
import * as path from 'node:path';
console.log(Object.getPrototypeOf(path), path[Symbol.toStringTag]);
try {
  path.join = 1;
} catch (err) {
  console.log(err.name);
}
console.log(Object.isSealed(path), typeof path.join, 'default' in path);
