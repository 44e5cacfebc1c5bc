// map, filter, take, toArray and reduce of a readable.
import { Readable } from 'node:stream';
const numbers = () => Readable.from([1, 2, 3, 4, 5]);
console.log(await numbers().map((n) => n * 2).toArray());
console.log(await numbers().filter(async (n) => n % 2).toArray());
console.log(await numbers().take(2).toArray());
console.log(await numbers().drop(3).toArray());
console.log(await numbers().reduce((sum, n) => sum + n, 0));
console.log(await numbers().some((n) => n > 4));
await numbers().forEach((n) => n === 5 && console.log('five'));
