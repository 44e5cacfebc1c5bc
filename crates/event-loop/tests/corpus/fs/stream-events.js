// The events of a read stream, in order.
const fs = require('fs');
const stream = fs.createReadStream('data.txt');
for (const name of ['open', 'ready', 'end', 'close', 'resume', 'pause']) {
  stream.on(name, (x) => console.log(name, typeof x));
}
stream.on('data', (chunk) => console.log('data', chunk.length));
console.log('sync', stream.pending);
