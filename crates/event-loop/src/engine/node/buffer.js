'use strict';
const { coded, argType, outOfRange, isNumber } = require('internal_errors');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const kMaxLength = 2 ** 32;

const ENCODINGS = {
  'utf8': 'utf8', 'utf-8': 'utf8', 'hex': 'hex', 'base64': 'base64', 'base64url': 'base64url', 'latin1': 'latin1',
  'binary': 'latin1', 'ascii': 'ascii', 'utf16le': 'utf16le', 'utf-16le': 'utf16le', 'ucs2': 'utf16le', 'ucs-2': 'utf16le',
};
function normalize(encoding, strict = false) {
  if (encoding === undefined || encoding === null || encoding === '') return 'utf8';
  const known = ENCODINGS[`${encoding}`.toLowerCase()];
  if (known === undefined && strict) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
  return known;
}

// The engine knows nothing of shared memory here.
const own = (bytes) => bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
function latin1(bytes) {
  bytes = own(bytes);
  return internal.latin1Text(bytes.buffer, bytes.byteOffset, bytes.length);
}
function utf8Decode(bytes) {
  bytes = own(bytes);
  return internal.utf8Text(bytes.buffer, bytes.byteOffset, bytes.length);
}
const utf8Encode = (text) => new Uint8Array(internal.utf8Bytes(text));
const chars = (binary) => new Uint8Array(internal.latin1Bytes(binary));

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Map([...ALPHABET].map((digit, value) => [digit, value]).concat([['-', 62], ['_', 63]]));
function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = bytes[i] << 16 | (bytes[i + 1] ?? 0) << 8 | (bytes[i + 2] ?? 0);
    text += ALPHABET[word >> 18] + ALPHABET[word >> 12 & 63] +
      (i + 1 < bytes.length ? ALPHABET[word >> 6 & 63] : '=') + (i + 2 < bytes.length ? ALPHABET[word & 63] : '=');
  }
  return text;
}
function unbase64(text) {
  const out = [];
  let word = 0, bits = 0;
  for (const digit of text) {
    if (digit === '=') break;
    const value = DIGITS.get(digit);
    if (value === undefined) continue;
    word = (word << 6 | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) out.push(word >> (bits -= 8) & 255);
  }
  return Uint8Array.from(out);
}
function encode(text, encoding) {
  switch (normalize(encoding, true)) {
    case 'hex': {
      const pairs = /^(?:[0-9a-f]{2})*/i.exec(text)[0].match(/../g) ?? [];
      return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
    }
    case 'base64': case 'base64url': return unbase64(text);
    case 'latin1': case 'ascii': return chars(text);
    case 'utf16le': return new Uint8Array(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).buffer);
    default: return utf8Encode(text);
  }
}
function decode(bytes, encoding) {
  switch (normalize(encoding, true)) {
    case 'hex': return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64': return base64(bytes);
    case 'base64url': return base64(bytes).replace(/[+/=]/g, (c) => c === '+' ? '-' : c === '/' ? '_' : '');
    case 'latin1': return latin1(bytes);
    case 'ascii': return latin1(Uint8Array.from(bytes, (byte) => byte & 127));
    case 'utf16le': {
      let text = '';
      for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i] | bytes[i + 1] << 8);
      return text;
    }
    default: return utf8Decode(bytes);
  }
}

const isBytes = (value) => value instanceof Uint8Array;
function checkSize(size) {
  isNumber(size, 'size');
  if (!(size >= 0 && size <= kMaxLength)) throw outOfRange('size', `>= 0 && <= ${kMaxLength}`, size);
}
function view(bytes) { return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength); }
function order(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return Math.sign(a.length - b.length);
}
const clamp = (value, otherwise, length) => {
  if (value === undefined) return otherwise;
  const n = Math.trunc(+value) || 0;
  return n < 0 ? 0 : Math.min(n, length);
};

class Buffer extends Uint8Array {
  constructor(value, offset, length) {
    if (typeof value === 'string') super(encode(value, offset));
    else super(value, offset, length);
  }
  static get poolSize() { return 8192; }
  static from(value, encodingOrOffset, length) {
    if (typeof value === 'string') {
      if (typeof encodingOrOffset !== 'string') encodingOrOffset = 'utf8';
      return view(encode(value, encodingOrOffset));
    }
    if (value !== null && typeof value === 'object') {
      if (value instanceof ArrayBuffer || typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) {
        return new Buffer(value, encodingOrOffset, length);
      }
      const plain = value.valueOf?.();
      if (plain != null && plain !== value && (typeof plain === 'string' || typeof plain === 'object')) {
        return Buffer.from(plain, encodingOrOffset, length);
      }
      if (typeof value.length === 'number' || value.buffer instanceof ArrayBuffer) return new Buffer(Array.from(value));
      if (value.type === 'Buffer' && Array.isArray(value.data)) return new Buffer(value.data);
      const primitive = value[Symbol.toPrimitive]?.('string');
      if (typeof primitive === 'string') return Buffer.from(primitive, encodingOrOffset);
    }
    throw argType('first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'an Array-like Object'], value);
  }
  static of(...items) { return new Buffer(items); }
  static alloc(size, fill, encoding) {
    checkSize(size);
    const buffer = new Buffer(size);
    return fill !== undefined && fill !== 0 && size > 0 ? buffer.fill(fill, encoding) : buffer;
  }
  static allocUnsafe(size) { checkSize(size); return new Buffer(size); }
  static allocUnsafeSlow(size) { checkSize(size); return new Buffer(size); }
  static isBuffer(value) { return value instanceof Buffer; }
  static isEncoding(name) { return typeof name === 'string' && name !== '' && normalize(name) !== undefined; }
  static byteLength(value, encoding) {
    if (typeof value !== 'string') {
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
      throw argType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
    }
    switch (normalize(encoding) ?? 'utf8') {
      case 'latin1': case 'ascii': return value.length;
      case 'utf16le': return value.length * 2;
      case 'hex': return value.length >>> 1;
      case 'base64': case 'base64url': return Math.floor(value.replace(/=+$/, '').length * 3 / 4);
      default: return internal.utf8Bytes(value).byteLength;
    }
  }
  static compare(a, b) {
    if (!isBytes(a)) throw argType('buf1', ['Buffer', 'Uint8Array'], a);
    if (!isBytes(b)) throw argType('buf2', ['Buffer', 'Uint8Array'], b);
    return order(a, b);
  }
  static concat(list, total) {
    if (!Array.isArray(list)) throw argType('list', 'Array', list);
    list.forEach((one, i) => { if (!isBytes(one)) throw argType(`list[${i}]`, ['Buffer', 'Uint8Array'], one); });
    total ??= list.reduce((sum, one) => sum + one.length, 0);
    const all = new Buffer(total);
    let at = 0;
    for (const one of list) {
      const part = one.length > total - at ? one.subarray(0, total - at) : one;
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
  get parent() { return this.buffer; }
  get offset() { return this.byteOffset; }
  toString(encoding, start, end) {
    const from = clamp(start, 0, this.length), to = clamp(end, this.length, this.length);
    if (from >= to) { normalize(encoding, true); return ''; }
    return decode(from === 0 && to === this.length ? this : this.subarray(from, to), encoding);
  }
  toLocaleString(encoding, start, end) { return this.toString(encoding, start, end); }
  subarray(start, end) {
    const at = (value, otherwise) => {
      if (value === undefined) return otherwise;
      const n = Math.trunc(+value) || 0;
      return n < 0 ? Math.max(0, n + this.length) : Math.min(n, this.length);
    };
    const from = at(start, 0);
    return new Buffer(this.buffer, this.byteOffset + from, Math.max(0, at(end, this.length) - from));
  }
  slice(start, end) { return this.subarray(start, end); }
  equals(other) {
    if (!isBytes(other)) throw argType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this === other || this.length === other.length && order(this, other) === 0;
  }
  compare(target, targetStart = 0, targetEnd = target?.length, start = 0, end = this.length) {
    if (!isBytes(target)) throw argType('target', ['Buffer', 'Uint8Array'], target);
    return order(this.subarray(start, end), Buffer.prototype.subarray.call(target, targetStart, targetEnd));
  }
  write(text, offset, length, encoding) {
    if (typeof text !== 'string') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    if (typeof offset === 'string') [encoding, offset] = [offset, undefined];
    else if (typeof length === 'string') [encoding, length] = [length, undefined];
    offset ??= 0;
    if (!(offset >= 0 && offset <= this.length)) throw outOfRange('offset', `>= 0 && <= ${this.length}`, offset);
    const bytes = encode(text, encoding);
    let fit = Math.min(length ?? Infinity, this.length - offset, bytes.length);
    // A character of UTF-8 is written whole or not at all.
    if (fit < bytes.length && normalize(encoding) === 'utf8') while (fit > 0 && (bytes[fit] & 0xc0) === 0x80) fit--;
    this.set(bytes.subarray(0, fit), offset);
    return fit;
  }
  fill(value, offset, end, encoding) {
    if (typeof offset === 'string') [encoding, offset, end] = [offset, 0, this.length];
    else if (typeof end === 'string') [encoding, end] = [end, this.length];
    offset ??= 0;
    end ??= this.length;
    if (typeof value === 'number' || typeof value === 'boolean') return super.fill(value & 255, offset, end);
    const bytes = typeof value === 'string' ? encode(value, encoding) : value;
    if (bytes.length === 0) {
      if (typeof value === 'string' && value === '') return super.fill(0, offset, end);
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'value' is invalid. Received ${require('util').inspect(value)}`);
    }
    for (let i = offset; i < end; i++) this[i] = bytes[(i - offset) % bytes.length];
    return this;
  }
  indexOf(value, offset, encoding) { return seek(this, value, offset, encoding, 1); }
  lastIndexOf(value, offset, encoding) { return seek(this, value, offset, encoding, -1); }
  includes(value, offset, encoding) { return this.indexOf(value, offset, encoding) !== -1; }
  copy(target, targetStart = 0, start = 0, end = this.length) {
    if (!isBytes(target)) throw argType('target', ['Buffer', 'Uint8Array'], target);
    if (targetStart >= target.length || start >= end) return 0;
    const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }
  swap16() { for (let i = 0; i + 1 < this.length; i += 2) [this[i], this[i + 1]] = [this[i + 1], this[i]]; return this; }
  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
  [inspectCustom]() {
    let text = Array.from(this.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const more = this.length - 50;
    if (more > 0) text += ` ... ${more} more byte${more > 1 ? 's' : ''}`;
    return `<Buffer ${text}>`;
  }
}

function seek(buffer, value, offset, encoding, direction) {
  if (typeof offset === 'string') [encoding, offset] = [offset, undefined];
  let at = Math.trunc(+offset);
  if (Number.isNaN(at)) at = direction > 0 ? 0 : buffer.length;
  if (at < 0) at += buffer.length;
  let needle = value;
  if (typeof value === 'number') needle = [value & 255];
  else if (typeof value === 'string') needle = encode(value, encoding);
  else if (!isBytes(value)) throw argType('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  const last = buffer.length - needle.length;
  if (direction > 0 && at < 0) at = 0;
  if (direction < 0 && at > last) at = last;
  if (direction > 0 && needle.length === 0) return Math.min(at, buffer.length);
  for (; at >= 0 && at <= last; at += direction) {
    let same = 0;
    while (same < needle.length && buffer[at + same] === needle[same]) same++;
    if (same === needle.length) return at;
  }
  return -1;
}

function checkOffset(buffer, offset, size) {
  isNumber(offset, 'offset');
  if (offset >= 0 && offset + size <= buffer.length && Number.isInteger(offset)) return;
  if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset);
  if (buffer.length < size) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  throw outOfRange('offset', `>= 0 and <= ${buffer.length - size}`, offset);
}
function define(name, size, kind, little, low, high) {
  const data = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const read = function (offset = 0) {
    checkOffset(this, offset, size);
    return data(this)[`get${kind}`](offset, little);
  };
  const write = function (value, offset = 0) {
    if (low !== undefined && (value < low || value > high)) {
      throw outOfRange('value', `>= ${low} and <= ${high}`, value);
    }
    checkOffset(this, offset, size);
    data(this)[`set${kind}`](offset, value, little);
    return offset + size;
  };
  for (const alias of new Set([name, name.replace('UInt', 'Uint')])) {
    Object.defineProperty(Buffer.prototype, `read${alias}`, { value: read, writable: true, configurable: true });
    Object.defineProperty(Buffer.prototype, `write${alias}`, { value: write, writable: true, configurable: true });
  }
}
define('UInt8', 1, 'Uint8', false, 0, 255);
define('Int8', 1, 'Int8', false, -128, 127);
for (const [end, little] of [['LE', true], ['BE', false]]) {
  define(`UInt16${end}`, 2, 'Uint16', little, 0, 65535);
  define(`Int16${end}`, 2, 'Int16', little, -32768, 32767);
  define(`UInt32${end}`, 4, 'Uint32', little, 0, 2 ** 32 - 1);
  define(`Int32${end}`, 4, 'Int32', little, -(2 ** 31), 2 ** 31 - 1);
  define(`BigUInt64${end}`, 8, 'BigUint64', little, 0n, 2n ** 64n - 1n);
  define(`BigInt64${end}`, 8, 'BigInt64', little, -(2n ** 63n), 2n ** 63n - 1n);
  define(`Float${end}`, 4, 'Float32', little);
  define(`Double${end}`, 8, 'Float64', little);
}

const invalidCharacter = () =>
  new (require('event_target').DOMException)('Invalid character', 'InvalidCharacterError');
function btoa(text) {
  text = `${text}`;
  if (/[^\x00-\xff]/.test(text)) throw invalidCharacter();
  return base64(chars(text));
}
function atob(text) {
  text = `${text}`.replace(/[\t\n\f\r ]/g, '');
  if (/[^A-Za-z0-9+/=]/.test(text)) throw invalidCharacter();
  return latin1(unbase64(text));
}

class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(text = '') { return utf8Encode(`${text}`); }
}
class TextDecoder {
  constructor(label = 'utf-8') { this.label = normalize(label, true); }
  get encoding() { return this.label === 'utf8' ? 'utf-8' : this.label; }
  decode(bytes = new Uint8Array(0)) {
    const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
    return decode(view, this.label).replace(/^\ufeff/, '');
  }
}

module.exports = {
  Buffer, atob, btoa, kMaxLength, constants: { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 536870888 },
  INSPECT_MAX_BYTES: 50, TextEncoder, TextDecoder, normalize, bytesOf: encode,
};
