'use strict';
// Hashes are computed. pbkdf2 and scrypt are stand-ins: they take the time on a thread that the real ones would take,
// about 1 ms for 1,000 rounds, but what they give is bytes spread out of a hash and no key. Never store them.
const { Buffer } = require('buffer');
const { Transform } = require('stream');
const { fillRandom, randomUUID, getRandomValues, crypto: webcrypto } = require('internal_random');
const { coded, argType, outOfRange, isFunction, isInteger, isString, missing } = require('internal_errors');

// ---- SHA-1, SHA-256, SHA-512 ----

const MASK = (1n << 64n) - 1n;
function rootBits(n, power) { // the first 64 bits behind the point of the square or cube root of a prime
  const target = BigInt(n) << BigInt(64 * power), p = BigInt(power);
  let x = 1n << 70n;
  for (;;) {
    const next = ((p - 1n) * x + target / x ** (p - 1n)) / p;
    if (next >= x) return x & MASK;
    x = next;
  }
}
let tables;
function constantsOf() {
  if (tables) return tables;
  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);
  const k = primes.map((p) => rootBits(p, 3)), h = primes.slice(0, 8).map((p) => rootBits(p, 2));
  const high = (all) => all.map((bits) => Number(bits >> 32n) | 0);
  tables = { k, h, k32: high(k), h32: high(h) };
  return tables;
}
function padded(bytes, block) {
  const length = bytes.length, tail = block / 8;
  const out = new Uint8Array(Math.ceil((length + 1 + tail) / block) * block);
  out.set(bytes);
  out[length] = 0x80;
  new DataView(out.buffer).setBigUint64(out.length - 8, BigInt(length) * 8n);
  return new DataView(out.buffer);
}
function digestOf(words, size) {
  const out = Buffer.alloc(words.length * size), view = new DataView(out.buffer);
  words.forEach((word, i) => size === 4 ? view.setInt32(i * 4, word) : view.setBigUint64(i * 8, word));
  return out;
}
const rol = (x, n) => x << n | x >>> 32 - n;
function sha1(bytes) {
  const h = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0], w = new Int32Array(80);
  const data = padded(bytes, 64);
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 80; i++) w[i] = i < 16 ? data.getInt32(at + i * 4) : rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    let [a, b, c, d, e] = h;
    for (let i = 0; i < 80; i++) {
      const f = i < 20 ? (b & c | ~b & d) + 0x5a827999 : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
        : i < 60 ? (b & c | b & d | c & d) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
      const next = rol(a, 5) + f + e + w[i] | 0;
      e = d; d = c; c = rol(b, 30); b = a; a = next;
    }
    [a, b, c, d, e].forEach((value, i) => { h[i] = h[i] + value | 0; });
  }
  return digestOf(h, 4);
}
function sha256(bytes) {
  const { k32: k, h32 } = constantsOf(), h = h32.slice(), w = new Int32Array(64);
  const data = padded(bytes, 64);
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) { w[i] = data.getInt32(at + i * 4); continue; }
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (rol(x, 25) ^ rol(x, 14) ^ x >>> 3) + (rol(y, 15) ^ rol(y, 13) ^ y >>> 10);
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t = z + (rol(e, 26) ^ rol(e, 21) ^ rol(e, 7)) + (e & f ^ ~e & g) + k[i] + w[i] | 0;
      const u = (rol(a, 30) ^ rol(a, 19) ^ rol(a, 10)) + (a & b ^ a & c ^ b & c) | 0;
      z = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
    }
    [a, b, c, d, e, f, g, z].forEach((value, i) => { h[i] = h[i] + value | 0; });
  }
  return digestOf(h, 4);
}
const ror64 = (x, n) => (x >> n | x << 64n - n) & MASK;
function sha512(bytes) {
  const { k, h: start } = constantsOf(), h = start.slice(), w = new Array(80);
  const data = padded(bytes, 128);
  for (let at = 0; at < data.byteLength; at += 128) {
    for (let i = 0; i < 80; i++) {
      if (i < 16) { w[i] = data.getBigUint64(at + i * 8); continue; }
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (ror64(x, 1n) ^ ror64(x, 8n) ^ x >> 7n) + (ror64(y, 19n) ^ ror64(y, 61n) ^ y >> 6n) & MASK;
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 80; i++) {
      const t = z + (ror64(e, 14n) ^ ror64(e, 18n) ^ ror64(e, 41n)) + (e & f ^ (e ^ MASK) & g) + k[i] + w[i];
      const u = (ror64(a, 28n) ^ ror64(a, 34n) ^ ror64(a, 39n)) + (a & b ^ a & c ^ b & c);
      z = g; g = f; f = e; e = d + t & MASK; d = c; c = b; b = a; a = t + u & MASK;
    }
    [a, b, c, d, e, f, g, z].forEach((value, i) => { h[i] = h[i] + value & MASK; });
  }
  return digestOf(h, 8);
}
function md5(bytes) {
  const h = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476], data = padded(bytes, 64);
  // Its length and words are little-endian, unlike the others'.
  data.setBigUint64(data.byteLength - 8, BigInt(bytes.length) * 8n, true);
  const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
  for (let at = 0; at < data.byteLength; at += 64) {
    let [a, b, c, d] = h;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f = [b & c | ~b & d, d & b | ~d & c, b ^ c ^ d, c ^ (b | ~d)][round];
      const word = data.getInt32(at + [i, 5 * i + 1, 3 * i + 5, 7 * i][round] % 16 * 4, true);
      const k = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0;
      const next = b + rol(a + f + k + word | 0, turns[round][i % 4]) | 0;
      a = d; d = c; c = b; b = next;
    }
    [a, b, c, d].forEach((value, i) => { h[i] = h[i] + value | 0; });
  }
  const out = Buffer.alloc(16), view = new DataView(out.buffer);
  h.forEach((word, i) => view.setInt32(i * 4, word, true));
  return out;
}
const HASHES = { md5: [md5, 64], sha1: [sha1, 64], sha256: [sha256, 64], sha512: [sha512, 128] };
const hashNamed = (name) => HASHES[String(name).toLowerCase().replace('-', '')];

function bytesOf(value, name, encoding) {
  if (typeof value === 'string') return Buffer.from(value, encoding);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (!ArrayBuffer.isView(value)) throw argType(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
class Hash extends Transform {
  #parts = [];
  #done = false;
  #finish;
  constructor(finish, options) {
    super(options);
    this.#finish = finish;
  }
  update(data, encoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) throw argType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    this.#parts.push(Buffer.from(bytesOf(data, 'data', encoding)));
    return this;
  }
  digest(encoding) {
    if (this.#done) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#done = true;
    const out = this.#finish(Buffer.concat(this.#parts));
    return encoding && encoding !== 'buffer' ? out.toString(encoding) : out;
  }
  copy() {
    const other = new Hash(this.#finish);
    other.#parts = this.#parts.slice();
    return other;
  }
  _transform(chunk, encoding, callback) { this.update(chunk, encoding); callback(); }
  _flush(callback) { this.push(this.digest()); callback(); }
}
function createHash(name, options) {
  isString(name, 'algorithm');
  const hash = hashNamed(name);
  if (!hash) throw new Error('Digest method not supported');
  return new Hash(hash[0], options);
}
function createHmac(name, key, options) {
  isString(name, 'hmac');
  const hash = hashNamed(name);
  if (!hash) throw coded(Error, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  const [run, block] = hash;
  let bytes = bytesOf(key, 'key');
  if (bytes.length > block) bytes = run(bytes);
  const pad = (byte) => Buffer.alloc(block, byte).map((value, i) => value ^ (bytes[i] ?? 0));
  return new Hash((data) => run(Buffer.concat([pad(0x5c), run(Buffer.concat([pad(0x36), data]))])), options);
}

// ---- stand-ins on the thread pool ----

const MS_PER_ROUND = 0.001, MS_START = 0.02, MS_PER_SCRYPT_STEP = 0.0003;
function expand(kind, password, salt, length) {
  const out = [];
  for (let i = 0; i * 32 < length; i++) {
    out.push(sha256(Buffer.concat([Buffer.from(`no key: ${kind} ${i} `), password, Buffer.from([0]), salt])));
  }
  return Buffer.concat(out).subarray(0, length);
}
function pbkdf2Plan(password, salt, iterations, length, digest) {
  isString(digest, 'digest');
  const data = bytesOf(password, 'password'), grain = bytesOf(salt, 'salt');
  isInteger(iterations, 'iterations', 1, 2 ** 31 - 1);
  isInteger(length, 'keylen', 0, 2 ** 31 - 1);
  if (!hashNamed(digest)) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${digest}`);
  const size = { sha1: 20, sha256: 32 }[digest.toLowerCase()] ?? 64;
  return [MS_START + iterations * Math.max(1, Math.ceil(length / size)) * MS_PER_ROUND,
    () => expand(`pbkdf2 ${digest} ${iterations}`, data, grain, length)];
}
function scryptPlan(password, salt, length, options = {}) {
  const data = bytesOf(password, 'password'), grain = bytesOf(salt, 'salt');
  isInteger(length, 'keylen', 0, 2 ** 31 - 1);
  const n = options.N ?? options.cost ?? 16384, r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  return [MS_START + n * r * p * MS_PER_SCRYPT_STEP, () => expand(`scrypt ${n} ${r} ${p}`, data, grain, length)];
}
const pool = (label, [ms, make], callback) => { internal.pool(label, ms, () => callback(null, make())); };
const block = (label, [ms, make]) => { internal.block(label, ms); return make(); };

function pbkdf2(password, salt, iterations, length, digest, callback) {
  if (typeof digest === 'function') [callback, digest] = [digest, undefined];
  const plan = pbkdf2Plan(password, salt, iterations, length, digest);
  isFunction(callback, 'callback');
  pool('pbkdf2', plan, callback);
}
function scrypt(password, salt, length, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, {}];
  const plan = scryptPlan(password, salt, length, options);
  isFunction(callback, 'callback');
  pool('scrypt', plan, callback);
}

// ---- random ----

const MAX = 2 ** 31 - 1, MS_PER_RANDOM_BYTE = 2e-6, MS_RANDOM = 0.005;
const randomPlan = (size, make) => [MS_RANDOM + size * MS_PER_RANDOM_BYTE, make];
function randomBytes(size, callback) {
  if (typeof size !== 'number') throw argType('size', 'number', size);
  if (!(size >= 0 && size <= MAX)) throw outOfRange('size', `>= 0 && <= ${MAX}`, size);
  if (callback !== undefined) isFunction(callback, 'callback');
  const make = () => fillRandom(Buffer.alloc(size));
  if (callback === undefined) return make();
  pool('randomBytes', randomPlan(size, make), callback);
  return undefined;
}
function randomFill(buffer, offset, size, callback) {
  callback ??= [size, offset].find((value) => typeof value === 'function');
  isFunction(callback, 'callback');
  const from = typeof offset === 'number' ? offset : 0, length = typeof size === 'number' ? size : buffer.byteLength - from;
  pool('randomFill', randomPlan(length, () => {
    fillRandom(new Uint8Array(buffer.buffer ?? buffer, (buffer.byteOffset ?? 0) + from, length));
    return buffer;
  }), callback);
}
// As in Node, numbers for callbacks come from a store that one request to the pool fills again.
const STORE = 1024;
let stored = 0;
function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') [callback, max, min] = [max, min, 0];
  if (!Number.isSafeInteger(min)) throw argType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw argType('max', 'a safe integer', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  if (callback !== undefined) isFunction(callback, 'callback');
  const make = () => min + Math.floor(Math.random() * (max - min));
  if (callback === undefined) {
    stored = stored > 0 ? stored - 1 : STORE - 1;
    return make();
  }
  if (stored > 0) {
    stored--;
    process.nextTick(callback, undefined, make());
  } else {
    internal.pool('randomInt', MS_RANDOM, () => {
      stored = STORE - 1;
      callback(undefined, make());
    });
  }
  return undefined;
}
function timingSafeEqual(a, b) {
  if (a.byteLength !== b.byteLength) {
    throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  return Buffer.compare(bytesOf(a, 'buf1'), bytesOf(b, 'buf2')) === 0;
}

const crypto = {
  createHash, createHmac, pbkdf2, scrypt, randomBytes, randomFill, randomInt, randomUUID, timingSafeEqual,
  pbkdf2Sync: (...args) => block('pbkdf2Sync', pbkdf2Plan(...args)),
  scryptSync: (...args) => block('scryptSync', scryptPlan(...args)),
  randomFillSync: (buffer) => { fillRandom(new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength)); return buffer; },
  getRandomValues,
  webcrypto,
  subtle: webcrypto.subtle,
  getHashes: () => Object.keys(HASHES),
  Hash,
};
for (const name of ['createCipheriv', 'createDecipheriv', 'createSign', 'createVerify', 'generateKeyPair', 'generateKeyPairSync',
  'generateKey', 'createPrivateKey', 'createPublicKey', 'createSecretKey', 'sign', 'verify', 'publicEncrypt', 'privateDecrypt',
  'hkdf', 'hkdfSync', 'createECDH', 'createDiffieHellman']) {
  crypto[name] = missing(`crypto.${name}`);
}
module.exports = crypto;
