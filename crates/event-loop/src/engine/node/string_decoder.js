'use strict';
const { Buffer, normalize } = require('buffer');

// Holds back the bytes of a character that is not whole yet.
class StringDecoder {
  constructor(encoding) {
    this.encoding = normalize(encoding ?? 'utf8', true);
    this.rest = Buffer.alloc(0);
  }
  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    const all = this.rest.length ? Buffer.concat([this.rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const keep = held(all, this.encoding);
    this.rest = all.subarray(all.length - keep);
    return all.toString(this.encoding, 0, all.length - keep);
  }
  end(chunk) {
    const text = (chunk === undefined ? '' : this.write(chunk)) + this.rest.toString(this.encoding);
    this.rest = Buffer.alloc(0);
    return text;
  }
}
function held(bytes, encoding) {
  if (encoding === 'utf16le') return bytes.length % 2;
  if (encoding === 'base64') return bytes.length % 3;
  if (encoding !== 'utf8') return 0;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
module.exports = { StringDecoder };
