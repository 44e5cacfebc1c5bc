import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

await pipeline(createReadStream('data.txt'), process.stdout, { end: false });
console.log('still open', process.stdout.writableEnded);
await pipeline(async function* () {
  yield 'x';
  yield 'y\n';
}, process.stdout);
process.exitCode = 4;
