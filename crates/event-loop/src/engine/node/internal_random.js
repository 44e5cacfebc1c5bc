'use strict';
// Random bytes, apart from `crypto`, which takes long to load.

function fillRandom(bytes) {
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(Math.random() * 256);
  return bytes;
}

function randomUUID() {
  const bytes = fillRandom(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function getRandomValues(array) {
  const { DOMException } = require('event_target');
  if (!/^(Int|Uint|BigInt|BigUint)\d+/.test(Object.prototype.toString.call(array).slice(8))) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > 65536) {
    throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
  }
  fillRandom(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return array;
}

// The global `crypto`.
class Crypto {
  get subtle() {
    return subtle;
  }
  getRandomValues(array) {
    return getRandomValues(array);
  }
  randomUUID() {
    return randomUUID();
  }
}
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
class SubtleCrypto {}
for (const name of ['decrypt', 'deriveBits', 'deriveKey', 'digest', 'encrypt', 'exportKey', 'generateKey', 'importKey', 'sign',
  'unwrapKey', 'verify', 'wrapKey']) {
  SubtleCrypto.prototype[name] = require('internal_errors').missing(`crypto.subtle.${name}`);
}
const subtle = new SubtleCrypto();

module.exports = { fillRandom, randomUUID, getRandomValues, crypto: new Crypto() };
