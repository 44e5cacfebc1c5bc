// for await over a read stream, left early the second time.
import { createReadStream } from 'node:fs';
let length = 0;
let chunks = 0;
for await (const chunk of createReadStream('big.txt')) {
  length += chunk.length;
  chunks++;
}
console.log(length, chunks);
const stream = createReadStream('big.txt', { encoding: 'utf8' });
for await (const text of stream) {
  console.log(text.slice(0, 6));
  break;
}
console.log(stream.destroyed);
