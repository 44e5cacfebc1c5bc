// start, end, highWaterMark and encoding of a read stream.
const fs = require('fs');
const stream = fs.createReadStream('big.txt', {
  start: 7,
  end: 26,
  highWaterMark: 8,
  encoding: 'utf8',
});
stream.on('data', (text) => console.log(JSON.stringify(text)));
stream.on('close', () => console.log('close'));
