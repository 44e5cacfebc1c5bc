const crypto = require('crypto');

for (let job = 1; job <= 5; job += 1) {
  crypto.pbkdf2('secret', 'salt', 100000, 64, 'sha512', () => {
    console.log('job', job, 'is done');
  });
}

console.log('five jobs for four threads');
setImmediate(() => console.log('the loop goes on meanwhile'));
