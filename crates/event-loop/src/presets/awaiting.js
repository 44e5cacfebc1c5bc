const fs = require('fs').promises;
const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt'];

async function oneByOne() {
  for (const name of names) {
    await fs.readFile(name);
    console.log('one by one:', name);
  }
  console.log('one by one: done');
}

async function together() {
  await Promise.all(names.map((name) => fs.readFile(name)));
  console.log('together: done');
}

oneByOne().then(together);
