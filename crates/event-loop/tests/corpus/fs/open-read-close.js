// open, read and close, each in the callback of the one before.
const fs = require('fs');
fs.open('data.txt', 'r', (err, fd) => {
  console.log('open', err, typeof fd);
  const buffer = Buffer.alloc(4);
  fs.read(fd, buffer, 0, 4, 0, (err, n, b) => {
    console.log('read', n, b === buffer, b.toString());
    fs.read(fd, buffer, 0, 4, 4, (err, n) => {
      console.log('read', n, buffer.toString('utf8', 0, n).trim());
      fs.close(fd, (err) => console.log('close', err));
    });
  });
});
