// fs/promises: a signal that is aborted already.
import { readFile, writeFile } from 'node:fs/promises';
const signal = AbortSignal.abort();
await readFile('data.txt', { signal }).catch((err) => console.log(err.name));
await writeFile('new.txt', 'x', { signal }).catch((err) =>
  console.log(err.code),
);
const fresh = new AbortController().signal;
console.log(await readFile('data.txt', { signal: fresh, encoding: 'utf8' }));
