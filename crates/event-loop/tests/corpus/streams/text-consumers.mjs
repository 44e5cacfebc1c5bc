// Consumers that gather a whole stream.
import { json, text, buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
console.log(await text(Readable.from(['a', 'b'])));
console.log(await json(Readable.from(['{"a":', '[1]}'])));
console.log(await buffer(Readable.from([Buffer.from('xy')])));
