// A large file comes in chunks of 64 KiB.
const fs = require('fs');
const stream = fs.createReadStream('big.txt');
const sizes = [];
stream.on('data', (chunk) => sizes.push(chunk.length));
stream.on('end', () => console.log(sizes, stream.bytesRead));
stream.on('close', () => console.log('close', stream.destroyed));
