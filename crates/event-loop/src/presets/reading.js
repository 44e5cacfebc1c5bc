const fs = require('fs');

// Due every millisecond. What keeps it waiting?
let beats = 0;
const timer = setInterval(() => { beats += 1; }, 1);

fs.readFileSync('large-file.txt');
console.log('readFileSync: the timer ran', beats, 'times');
fs.readFile('large-file.txt', () => {
  console.log('readFile: the timer ran', beats, 'times');
  streamed(beats);
});

function streamed(before) {
  const stream = fs.createReadStream('large-file.txt');
  let pieces = 0;
  stream.on('data', () => { pieces += 1; });
  stream.on('end', () => {
    console.log('stream: the timer ran', beats - before, 'times');
    console.log('and the file came in', pieces, 'pieces');
    clearInterval(timer);
  });
}
