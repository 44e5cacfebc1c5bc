// Nobody types anything.
import readline from 'node:readline';
import { once } from 'node:events';

process.stdin.setEncoding('utf8');
console.log(process.stdin.fd, process.stdin.isTTY, process.stdin.readable);
let text = '';
for await (const chunk of process.stdin) text += chunk;
console.log([text], process.stdin.readableEnded);
