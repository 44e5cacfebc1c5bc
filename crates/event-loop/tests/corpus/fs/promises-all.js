// Promise.all keeps the order of the names, whichever is read first.
const { readFile } = require('fs/promises');
const names = ['second.txt', 'data.txt', 'missing.txt'];
Promise.all(names.slice(0, 2).map((name) => readFile(name, 'utf8')))
  .then((texts) => {
    console.log(texts);
    return Promise.allSettled(names.map((name) => readFile(name, 'utf8')));
  })
  .then((all) => console.log(all.map((r) => r.value ?? r.reason.code)));
