// A missing file: in the callback, in the promise, and thrown.
const fs = require('fs');
try {
  fs.readFileSync('missing.txt');
} catch (err) {
  console.log(err.code, err.errno, err.syscall, err.path);
  console.log(err.message, err instanceof Error);
}
fs.readFile('missing.txt', (err, data) => {
  console.log(err.code, err.message, data);
  fs.promises.readFile('missing.txt').catch((e) => {
    console.log(e.message, Object.keys(e));
  });
});
