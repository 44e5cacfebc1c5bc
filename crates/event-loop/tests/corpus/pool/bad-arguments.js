// Bad arguments are thrown at once.
const crypto = require('crypto');
for (const f of [
  () => crypto.pbkdf2('a', 'b', 0, 8, 'sha1', () => {}),
  () => crypto.pbkdf2('a', 'b', 1, 8, 'no such', () => {}),
  () => crypto.pbkdf2('a', 'b', 1, 8, 'sha1'),
  () => crypto.randomBytes(-1),
  () => crypto.createHash('none'),
]) {
  try {
    f();
    console.log('no error');
  } catch (err) {
    console.log(err.name, err.code);
  }
}
