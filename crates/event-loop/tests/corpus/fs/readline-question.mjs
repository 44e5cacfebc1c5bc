import { Readable } from 'node:stream';
import readline from 'node:readline';
import promises from 'node:readline/promises';

const rl = readline.createInterface({ input: Readable.from(['Ada\nblue\nrest\n']), output: process.stdout });
rl.on('line', (line) => console.log('line', line));
rl.question('Name? ', (name) => {
  console.log(`[${name}]`);
  rl.question('Colour? ', (colour) => console.log(`[${colour}]`));
});
await new Promise((resolve) => rl.on('close', resolve));
const other = promises.createInterface({ input: Readable.from(['42\n']), output: process.stdout });
console.log('answer', await other.question('Number? '));
other.close();
console.log(readline.cursorTo(process.stdout, 3), JSON.stringify(readline.clearLine(process.stdout, 0)));
