// createRequire gives require to a module.
import { createRequire } from 'node:module';
import fs from 'node:fs';
const require = createRequire(import.meta.url);
console.log(require('fs') === fs);
console.log(typeof require('node:util').promisify);
