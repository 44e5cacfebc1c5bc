// Imports are hoisted above the code of the module.
console.log(typeof readFileSync, typeof EventEmitter);
import { readFileSync } from 'node:fs';
import EventEmitter from 'node:events';
console.log(readFileSync('data.txt', 'utf8').trim());
console.log(new EventEmitter().listenerCount('x'));
