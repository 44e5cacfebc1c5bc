// Files read one after the other with await.
import { readFile } from 'node:fs/promises';
for (const name of ['data.txt', 'second.txt', 'empty.txt']) {
  const text = await readFile(name, 'utf8');
  console.log(name, JSON.stringify(text));
}
console.log((await readFile('big.txt')).length);
