// randomBytes with and without a callback.
const { randomBytes, randomInt, randomUUID } = require('crypto');
console.log(randomBytes(8).length, randomUUID().length);
randomBytes(16, (err, bytes) => {
  console.log(err, bytes.length, Buffer.isBuffer(bytes));
  randomInt(3, (err, n) => console.log(err, n >= 0 && n < 3));
});
process.nextTick(() => console.log('tick'));
