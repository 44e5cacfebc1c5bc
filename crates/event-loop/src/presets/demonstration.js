const fs = require('fs').promises;

async function demonstrate() {
  console.log('begin');
  setTimeout(() => console.log('timer'), 0);
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick 1'));
  Promise.resolve().then(() => console.log('microtask 1'));

  await fs.readFile('large-file.txt');
  console.log('file read');

  process.nextTick(() => console.log('tick 2'));
  Promise.resolve().then(() => console.log('microtask 2'));
}

demonstrate();
console.log('end of the main module');
