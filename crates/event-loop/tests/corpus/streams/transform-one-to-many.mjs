// A transform that pushes several objects for one, or none.
import { Readable, Transform } from 'node:stream';
const split = new Transform({
  objectMode: true,
  transform(text, encoding, callback) {
    for (const c of text) if (c !== '-') this.push(c);
    callback();
  },
});
const out = [];
for await (const c of Readable.from(['ab', '-', 'c-d']).pipe(split)) {
  out.push(c);
}
console.log(out);
