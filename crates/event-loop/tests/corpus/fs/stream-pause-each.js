// A read stream paused at each chunk and resumed by a timer.
const fs = require('fs');
const stream = fs.createReadStream('big.txt', { highWaterMark: 100_000 });
stream.on('data', (chunk) => {
  console.log('data', chunk.length);
  stream.pause();
  setTimeout(() => {
    console.log('resume');
    stream.resume();
  }, 5);
});
stream.on('end', () => console.log('end'));
