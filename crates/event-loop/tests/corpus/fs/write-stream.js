// A write stream: callbacks, finish, close, and what is in the file.
const fs = require('fs');
const out = fs.createWriteStream('out.txt');
out.on('open', () => console.log('open'));
out.on('finish', () => console.log('finish', out.bytesWritten));
out.on('close', () => {
  console.log('close', JSON.stringify(fs.readFileSync('out.txt', 'utf8')));
});
out.write('one ', () => console.log('one is written'));
out.write('two ', () => console.log('two is written'));
out.end('three', () => console.log('ended'));
console.log('sync');
