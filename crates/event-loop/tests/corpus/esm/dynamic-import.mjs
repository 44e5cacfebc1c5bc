// import() of a builtin gives its namespace, the same one each time.
import * as fs from 'node:fs';
console.log('before');
const again = await import('node:fs');
console.log(again === fs, again.default.readFileSync === fs.readFileSync);
const { default: EventEmitter, once } = await import('events');
console.log(typeof EventEmitter, typeof once);
