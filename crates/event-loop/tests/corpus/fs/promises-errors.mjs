// Errors of fs/promises, each caught by await.
import fs from 'node:fs/promises';
for (const f of [
  () => fs.readFile('missing.txt'),
  () => fs.open('missing.txt'),
  () => fs.readdir('data.txt'),
  () => fs.rm('missing.txt'),
  () => fs.mkdir('data.txt'),
  () => fs.access('missing.txt'),
]) {
  try {
    await f();
  } catch (err) {
    console.log(err.code, err.syscall, err.message);
  }
}
