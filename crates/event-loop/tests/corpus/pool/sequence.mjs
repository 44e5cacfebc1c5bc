// Pool tasks one after the other, by promises.
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import crypto from 'node:crypto';
const pbkdf2 = promisify(crypto.pbkdf2);
const key = await pbkdf2('a', 'b', 10, 4, 'sha256');
console.log(key.length);
const packed = await promisify(zlib.deflate)('x'.repeat(1000));
console.log(packed.length > 0);
console.log((await promisify(zlib.inflate)(packed)).length);
