// The lines of a file by readline.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
const input = createReadStream('big.txt', { end: 30 });
for await (const line of createInterface({ input })) console.log(line);
console.log('end');
