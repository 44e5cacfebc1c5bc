// Leaving for await destroys the stream; an error inside as well.
import { Readable } from 'node:stream';
const one = Readable.from([1, 2, 3]);
one.on('close', () => console.log('closed'));
for await (const x of one) {
  console.log(x);
  break;
}
console.log(one.destroyed);
const two = Readable.from([1, 2, 3]);
try {
  for await (const x of two) throw new Error(`at ${x}`);
} catch (err) {
  console.log(err.message, two.destroyed);
}
