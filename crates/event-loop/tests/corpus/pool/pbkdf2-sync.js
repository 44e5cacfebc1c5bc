// The synchronous call gives the same key as the one with a callback.
const crypto = require('crypto');
const key = crypto.pbkdf2Sync('secret', 'salt', 1000, 16, 'sha256');
console.log(key.length);
crypto.pbkdf2('secret', 'salt', 1000, 16, 'sha256', (err, other) => {
  console.log(key.equals(other));
});
console.log('sync');
