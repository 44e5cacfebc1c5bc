// scrypt in the pool, and its synchronous form.
const crypto = require('crypto');
const options = { N: 16 };
const sync = crypto.scryptSync('pw', 'salt', 8, options).toString('hex');
console.log(sync.length);
crypto.scrypt('pw', 'salt', 8, options, (err, key) => {
  console.log(key.toString('hex') === sync);
});
console.log('end');
