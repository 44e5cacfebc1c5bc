// A short task is done long before a long timer.
const crypto = require('crypto');
setTimeout(() => console.log('timer'), 800);
crypto.pbkdf2('x', 'y', 1, 8, 'sha1', (err, key) => {
  console.log('key', key.length);
});
