'use strict';
// Stand-ins: they take the time on a thread that compression takes (20 MB/s, 200 MB/s back), but nothing gets
// smaller. What they give is a mark and the bytes as they were, which only their counterparts here can read.
const { Buffer } = require('buffer');
const { Transform } = require('stream');
const { argType, isFunction, missing } = require('internal_errors');

const PACK = 20e3, UNPACK = 200e3; // bytes in a millisecond
const kinds = {
  gzip: ['gunzip', '\x1f\x8b'], deflate: ['inflate', '\x78\x9c'], deflateRaw: ['inflateRaw', '\x00raw'],
  brotliCompress: ['brotliDecompress', '\x00br'],
};
const zlib = { constants: { Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1, BROTLI_PARAM_QUALITY: 1 } };
const bytesOf = (data) => {
  if (typeof data === 'string') return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  if (!ArrayBuffer.isView(data)) throw argType('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
};
function wrong() {
  const error = new Error('incorrect header check');
  error.errno = -3;
  error.code = 'Z_DATA_ERROR';
  return error;
}

function define(name, rate, first, next) {
  // `first` makes of all bytes the result; of a stream it gets the first piece, and the others pass.
  zlib[name] = (data, options, callback) => {
    if (typeof options === 'function') [callback, options] = [options, {}];
    const bytes = bytesOf(data);
    isFunction(callback, 'callback');
    internal.pool(name, 0.02 + bytes.length / rate, () => {
      let out;
      try {
        out = first(bytes);
      } catch (error) {
        process.nextTick(callback, error);
        return;
      }
      process.nextTick(callback, null, out);
    });
  };
  zlib[`${name}Sync`] = (data) => {
    const bytes = bytesOf(data);
    internal.block(`${name}Sync`, 0.02 + bytes.length / rate);
    return first(bytes);
  };
  zlib[`create${name[0].toUpperCase()}${name.slice(1)}`] = () => {
    let started = false;
    return new Transform({
      transform(chunk, _encoding, callback) {
        internal.pool(name, 0.02 + chunk.length / rate, () => {
          try {
            const out = started ? chunk : first(chunk);
            started = true;
            callback(null, out);
          } catch (error) {
            callback(error);
          }
        });
      },
      flush(callback) { callback(null, started || !next ? null : first(Buffer.alloc(0))); },
    });
  };
  Object.defineProperty(zlib[name], 'name', { value: name });
  Object.defineProperty(zlib[name], Symbol.for('nodejs.util.promisify.custom'), {
    value: (data, options) => new Promise((resolve, reject) => {
      zlib[name](data, options ?? {}, (error, out) => { if (error) reject(error); else resolve(out); });
    }),
  });
}
for (const [pack, [unpack, start]] of Object.entries(kinds)) {
  const mark = Buffer.from(`${start}stand-in `, 'latin1');
  define(pack, PACK, (bytes) => Buffer.concat([mark, bytes]), true);
  define(unpack, UNPACK, (bytes) => {
    if (!bytes.subarray(0, mark.length).equals(mark)) throw wrong();
    return Buffer.from(bytes.subarray(mark.length));
  }, false);
}
zlib.unzip = missing('zlib.unzip');
zlib.crc32 = missing('zlib.crc32');
module.exports = zlib;
