'use strict';
const { inspect, format, formatWithOptions, isDeepStrictEqual, stripVTControlCharacters } = require('inspect');
const { classOf } = internal;

function typeError(name, expected, value) {
  let got = `${value}`;
  if (typeof value === 'function') got = `function ${value.name}`;
  else if (typeof value === 'object' && value !== null) {
    got = value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  } else if (value != null) {
    const text = inspect(value);
    got = `type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
  }
  const error = new TypeError(`The "${name}" ${name.includes('.') ? 'property' : 'argument'} must be ${expected}. Received ${got}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function needFunction(value, name) {
  if (typeof value !== 'function') throw typeError(name, 'of type function', value);
}

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  needFunction(original, 'original');
  const own = original[customPromisify];
  if (own) {
    needFunction(own, 'util.promisify.custom');
    return Object.defineProperty(own, customPromisify, { value: own, configurable: true });
  }
  function promised(...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, customPromisify, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = customPromisify;

function callbackify(original) {
  needFunction(original, 'original');
  function called(...args) {
    const callback = args.pop();
    needFunction(callback, 'last argument');
    // Out of the promise: what the callback throws is an uncaught exception, not a rejection.
    original.apply(this, args).then(
      (value) => process.nextTick(callback.bind(this), null, value),
      (reason) => {
        if (!reason) {
          const error = new Error('Promise was rejected with a falsy value');
          error.code = 'ERR_FALSY_VALUE_REJECTION';
          error.reason = reason;
          reason = error;
        }
        process.nextTick(callback.bind(this), reason);
      },
    );
  }
  const properties = Object.getOwnPropertyDescriptors(original);
  if (typeof properties.length.value === 'number') properties.length.value++;
  if (typeof properties.name.value === 'string') properties.name.value += 'Callbackified';
  return Object.defineProperties(called, properties);
}

function inherits(constructor, parent) {
  if (constructor == null) needFunction(constructor, 'ctor');
  if (parent == null) needFunction(parent, 'superCtor');
  if (parent.prototype === undefined) throw typeError('superCtor.prototype', 'of type object', undefined);
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();

function deprecate(original, message, code) {
  let told = false;
  function deprecated(...args) {
    if (!told) {
      told = true;
      if (code === undefined || !warned.has(code)) {
        if (code !== undefined) warned.add(code);
        process.emitWarning?.(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

const types = {};
for (const kind of ['Promise', 'Date', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Proxy', 'MapIterator', 'SetIterator',
  'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'TypedArray', 'External']) {
  types[`is${kind}`] = (value) => classOf(value) === kind;
}
for (const kind of ['Number', 'String', 'Boolean', 'Symbol', 'BigInt']) {
  types[`is${kind}Object`] = (value) => typeof value === 'object' && classOf(value) === kind;
}
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
for (const kind of ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64', 'BigInt64',
  'BigUint64']) {
  types[`is${kind}Array`] = (value) => tagOf.call(value) === `${kind}Array`;
}
Object.assign(types, {
  isArgumentsObject: (value) => classOf(value) === 'Arguments',
  isModuleNamespaceObject: (value) => classOf(value) === 'Module',
  isNativeError: (value) => classOf(value) === 'Error',
  isAnyArrayBuffer: (value) => /ArrayBuffer$/.test(classOf(value)),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isAsyncFunction: (value) => typeof value === 'function' && classOf(value).startsWith('Async'),
  isGeneratorFunction: (value) => typeof value === 'function' && classOf(value).endsWith('GeneratorFunction'),
  isGeneratorObject: (value) => typeof value === 'object' && /^(Async)?Generator$/.test(classOf(value)),
  isBoxedPrimitive: (value) =>
    typeof value === 'object' && /^(Number|String|Boolean|Symbol|BigInt)$/.test(classOf(value)),
  isCryptoKey: () => false,
  isKeyObject: () => false,
});

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(input = '') {
    const text = `${input}`;
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, this.encodeInto(text, bytes).written);
  }

  encodeInto(text, into) {
    let read = 0;
    let written = 0;
    for (const c of text) {
      let code = c.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (written + size > into.length) break;
      if (size === 1) {
        into[written] = code;
      } else {
        into[written] = ((0xf00 >> size) & 0xff) | (code >> (6 * (size - 1)));
        for (let i = 1; i < size; i++) into[written + i] = 0x80 | ((code >> (6 * (size - 1 - i))) & 0x3f);
      }
      written += size;
      read += c.length;
    }
    return { read, written };
  }
}

class TextDecoder {
  #fatal;
  #keepMark;
  #rest = [];
  #started = false;

  constructor(label = 'utf-8', options = {}) {
    if (!/^(?:unicode-1-1-)?utf-?8$/i.test(`${label}`.trim())) {
      const error = new RangeError(`The "${label}" encoding is not supported`);
      error.code = 'ERR_ENCODING_NOT_SUPPORTED';
      throw error;
    }
    this.#fatal = Boolean(options?.fatal);
    this.#keepMark = Boolean(options?.ignoreBOM);
  }

  get encoding() {
    return 'utf-8';
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#keepMark;
  }

  decode(input = new Uint8Array(0), { stream = false } = {}) {
    const view = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    const bytes = this.#rest.length === 0 ? view : Uint8Array.from([...this.#rest, ...view]);
    this.#rest = [];
    let text = '';
    const wrong = () => {
      if (this.#fatal) {
        const error = new TypeError('The encoded data was not valid for encoding utf-8');
        error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
        throw error;
      }
      text += '\ufffd';
    };
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at];
      if (first < 0x80) {
        text += String.fromCharCode(first);
        at++;
        continue;
      }
      const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
      let code = more === 0 ? 0 : first & (0x3f >> more);
      let got = 0;
      while (got < more && at + got + 1 < bytes.length) {
        const next = bytes[at + got + 1];
        // The second byte also rules out what is longer than it need be, surrogates and what is past Unicode's end.
        const low = got > 0 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
        const high = got > 0 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
        if (next < low || next > high) break;
        code = (code << 6) | (next & 0x3f);
        got++;
      }
      if (more > 0 && got === more) text += String.fromCodePoint(code);
      else if (stream && more > 0 && at + got + 1 === bytes.length) {
        this.#rest = [...bytes.subarray(at)];
        break;
      } else wrong();
      at += got + 1;
    }
    if (!this.#started && !this.#keepMark && text.startsWith('\ufeff')) text = text.slice(1);
    this.#started = stream && (this.#started || text !== '');
    return text;
  }
}

// Like Node's it gives no codes for a stream that is not a terminal, unless there is a list of styles.
function styleText(style, text, { validateStream = true, stream = process.stdout } = {}) {
  let [before, after] = ['', ''];
  for (const name of Array.isArray(style) ? style : [style]) {
    const codes = inspect.colors[name];
    if (codes === undefined) {
      const error = new TypeError(`The argument 'format' must be one of: ${Object.keys(inspect.colors).map((c) => `'${c}'`).join(', ')}. Received ${inspect(name)}`);
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  return typeof style === 'string' && validateStream && !stream?.isTTY ? text : before + text + after;
}

function debuglog() {
  return Object.defineProperty(() => {}, 'enabled', { value: false });
}

Object.assign(exports, {
  inspect, format, formatWithOptions, isDeepStrictEqual, stripVTControlCharacters, promisify, callbackify, inherits, deprecate,
  types, TextEncoder, TextDecoder, styleText, debuglog, debug: debuglog,
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => globalThis.Buffer?.isBuffer(value) ?? false,
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value == null,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: types.isRegExp,
  isObject: (value) => value !== null && typeof value === 'object',
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
  toUSVString: (value) => `${value}`.toWellFormed(),
});

for (const name of ['MIMEType', 'MIMEParams', 'aborted', 'getSystemErrorName', 'getSystemErrorMap', 'parseArgs', 'parseEnv',
  'transferableAbortController', 'transferableAbortSignal', 'getCallSite', 'log', '_extend']) {
  exports[name] = () => {
    throw new Error(`util.${name} is not part of this playground's Node`);
  };
}
