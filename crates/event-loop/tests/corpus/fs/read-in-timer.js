// Reading begun in a timer and continued in an immediate.
const fs = require('fs');
setTimeout(() => {
  fs.readFile('data.txt', 'utf8', (err, text) => {
    console.log('in timer', text.trim());
    setImmediate(() => {
      fs.readFile('second.txt', 'utf8', (err, text) => {
        console.log('in immediate', text.trim());
      });
      console.log('immediate');
    });
  });
  console.log('timer');
}, 1);
