// A stream destroyed while for await waits for it.
import { Readable } from 'node:stream';
const readable = new Readable({ read() {} });
readable.push('one');
setImmediate(() => readable.destroy(new Error('destroyed')));
try {
  for await (const x of readable) console.log(x.toString());
} catch (err) {
  console.log(err.message);
}
const ended = new Readable({ read() {} });
setImmediate(() => ended.destroy());
try {
  for await (const x of ended) console.log('never', x);
} catch (err) {
  console.log(err.code);
}
