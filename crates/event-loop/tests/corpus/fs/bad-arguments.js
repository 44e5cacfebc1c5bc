// Bad arguments are thrown at once, not passed to the callback.
const fs = require('fs');
for (const f of [
  () => fs.readFile('data.txt'),
  () => fs.readFile(undefined, () => {}),
  () => fs.readFile('data.txt', 'no such encoding', () => {}),
  () => fs.readFileSync({}),
  () => fs.open('a\0b', 'r', () => {}),
]) {
  try {
    f();
  } catch (err) {
    console.log(err.name, err.code);
  }
}
fs.promises.readFile(undefined).catch((err) => console.log(err.code));
