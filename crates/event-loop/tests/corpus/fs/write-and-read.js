// What is written is read back, after appending as well.
const fs = require('fs');
fs.writeFile('new.txt', 'one\n', (err) => {
  console.log('written', err);
  fs.appendFile('new.txt', 'two\n', (err) => {
    console.log('appended', err);
    fs.readFile('new.txt', 'utf8', (err, text) => {
      console.log(text);
      fs.unlink('new.txt', () => console.log(fs.existsSync('new.txt')));
    });
  });
});
