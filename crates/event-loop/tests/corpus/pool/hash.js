// Hashes are synchronous.
const { createHash, createHmac } = require('crypto');
console.log(createHash('sha256').update('hello').digest('hex'));
console.log(createHash('md5').update('he').update('llo').digest('base64'));
console.log(createHmac('sha1', 'key').update('hello').digest('hex'));
const h = createHash('sha1');
h.digest();
try {
  h.update('late');
} catch (err) {
  console.log(err.code);
}
