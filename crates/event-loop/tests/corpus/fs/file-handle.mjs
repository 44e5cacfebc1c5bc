// A FileHandle: read, stat and close.
import { open } from 'node:fs/promises';
const file = await open('data.txt');
const { bytesRead, buffer } = await file.read(Buffer.alloc(16), 0, 16, 1);
console.log(bytesRead, buffer.toString('utf8', 0, bytesRead).trim());
console.log((await file.stat()).size);
file.on('close', () => console.log('close event'));
await file.close();
console.log(file.fd);
await file.read(Buffer.alloc(1)).catch((err) => console.log(err.code));
