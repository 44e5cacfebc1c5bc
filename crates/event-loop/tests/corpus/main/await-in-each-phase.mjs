// One async function hops through the phases.
import { readFile } from 'node:fs/promises';
console.log('main');
await new Promise((resolve) => process.nextTick(resolve));
console.log('tick');
await new Promise((resolve) => setTimeout(resolve, 1));
console.log('timer');
await new Promise((resolve) => setImmediate(resolve));
console.log('immediate');
console.log((await readFile('data.txt')).length, 'bytes');
await null;
console.log('end');
