// stat, access and exists.
const fs = require('fs');
fs.stat('big.txt', (err, stats) => {
  console.log(stats.size, stats.isFile(), stats.isDirectory());
  fs.access('missing.txt', (err) => {
    console.log(err.code);
    fs.access('data.txt', fs.constants.R_OK, (err) => console.log(err));
  });
});
console.log(fs.statSync('.').isDirectory());
console.log(fs.statSync('missing.txt', { throwIfNoEntry: false }));
