// Readable.from an array, read by for await.
import { Readable } from 'node:stream';
const readable = Readable.from(['a', 'b', Promise.resolve('c')]);
console.log(readable.readableObjectMode);
for await (const x of readable) console.log(x);
console.log(readable.readableEnded, readable.destroyed);
