// Five tasks for four threads: all are done in the end.
const crypto = require('crypto');
let done = 0;
const keys = new Set();
for (let i = 0; i < 5; i++) {
  crypto.pbkdf2('secret', 'salt', 5000, 32, 'sha512', (err, key) => {
    keys.add(key.toString('hex'));
    if (++done === 5) console.log('all', done, keys.size);
  });
}
process.on('exit', () => console.log('exit', done));
