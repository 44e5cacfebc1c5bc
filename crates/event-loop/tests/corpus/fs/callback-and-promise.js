// A promise that wraps a callback settles within the callback's turn.
const fs = require('fs');
const read = (name) =>
  new Promise((resolve) => {
    fs.readFile(name, 'utf8', (err, text) => {
      setImmediate(() => console.log('immediate of', name));
      resolve(text.trim());
    });
  });
(async () => {
  console.log(await read('data.txt'));
  console.log(await read('second.txt'));
})();
