'use strict';
// The streams of the process. Most programs only write text to the outputs, and streams take long to load: an output
// becomes one when anything else is asked of it.

const print = internal.write;
const MS_READ = 0.01;
// What an output that is no terminal lacks: asking for it makes no stream.
const ABSENT = new Set(['isTTY', 'columns', 'rows', 'getColorDepth', 'hasColors', 'then', 'toJSON']);
const isUtf8 = (encoding) => typeof encoding !== 'string' || /^utf-?8$/i.test(encoding);

// How the console reaches each output: straight, unless a program ended it, or replaced its `write`.
const routes = { 1: (text) => print(1, text), 2: (text) => print(2, text) };
function reroute(fd, route) {
  routes[fd] = route;
  internal.print = (to, text) => routes[to](text);
}

function outputOf(fd) {
  let isStream = false, isReplaced = false;
  const output = Object.create(Object.create(new Proxy({}, {
    get: (_, key) => (ABSENT.has(key) ? undefined : become()[key]),
    has: (_, key) => !ABSENT.has(key) && key in become(),
    getPrototypeOf: () => Object.getPrototypeOf(become()),
  }), {
    write: {
      configurable: true,
      get: () => write,
      set(value) {
        Object.defineProperty(this, 'write', { value, writable: true, configurable: true, enumerable: true });
        if (this !== output) return;
        isReplaced = true;
        reroute(fd, (text) => output.write(text));
      },
    },
  }));
  Object.assign(output, { fd, _type: 'pipe', _isStdio: true });

  function write(chunk, encoding, callback) {
    if (isStream || typeof chunk !== 'string' || !isUtf8(encoding)) {
      return require('stream').Writable.prototype.write.call(become(), chunk, encoding, callback);
    }
    print(fd, chunk);
    const then = typeof encoding === 'function' ? encoding : callback;
    if (typeof then === 'function') internal.nextTick(then, null);
    return true;
  }

  function become() {
    if (isStream) return output;
    isStream = true;
    const { Writable } = require('stream');
    const { StringDecoder } = require('string_decoder');
    const decoder = new StringDecoder('utf8');
    function WriteStream() {}
    Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
    Object.setPrototypeOf(output, WriteStream.prototype);
    Writable.call(output, {
      decodeStrings: false,
      autoDestroy: false,
      emitClose: false,
      write(chunk, encoding, callback) {
        if (typeof chunk !== 'string') chunk = decoder.write(chunk);
        else if (!isUtf8(encoding)) chunk = decoder.write(require('buffer').Buffer.from(chunk, encoding));
        if (chunk !== '') print(fd, chunk);
        callback();
      },
    });
    output.destroySoon = output.destroy;
    if (!isReplaced) {
      reroute(fd, (text) => {
        if (!output.writableEnded && !output.destroyed) print(fd, text);
      });
    }
    return output;
  }

  return output;
}

// Nobody types anything: it is at its end, as `/dev/null` is.
function makeInput() {
  const { Readable } = require('stream');
  class ReadStream extends Readable {
    constructor() {
      super({ highWaterMark: 64 * 1024, autoDestroy: false, emitClose: false });
      this.fd = 0;
    }
    _read() {
      internal.pool('read stdin', MS_READ, () => this.push(null));
    }
  }
  return new ReadStream();
}

module.exports = { stdout: () => outputOf(1), stderr: () => outputOf(2), stdin: makeInput };
