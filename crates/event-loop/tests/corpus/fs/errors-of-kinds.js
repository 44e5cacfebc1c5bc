// Errors of several calls, one after the other.
const fs = require('fs');
for (const f of [
  () => fs.openSync('missing.txt', 'r'),
  () => fs.statSync('missing.txt'),
  () => fs.readdirSync('missing'),
  () => fs.unlinkSync('missing.txt'),
  () => fs.renameSync('missing.txt', 'other.txt'),
  () => fs.readFileSync('.'),
  () => fs.mkdirSync('data.txt'),
  () => fs.readdirSync('data.txt'),
  () => fs.closeSync(9999),
]) {
  try {
    f();
  } catch (err) {
    console.log(err.message);
  }
}
