// pipeline as a promise, with generators in the middle.
import { pipeline } from 'node:stream/promises';
await pipeline(
  ['a', 'b', 'c'],
  async function* (source) {
    for await (const x of source) yield x.toUpperCase();
    yield 'end';
  },
  async (source) => {
    for await (const x of source) console.log(x);
  },
);
console.log('done');
await pipeline(async function* () {
  yield 1;
  throw new Error('source');
}, async function (source) {
  for await (const x of source) console.log(x);
}).catch((err) => console.log(err.message));
