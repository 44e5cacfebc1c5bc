'use strict';
// The errors of Node's library: their codes, messages and checks.
const hide = (target, name, value) =>
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

function coded(Base, code, message) {
  const error = new Base(message);
  if (typeof error.stack === 'string') hide(error, 'stack', error.stack.replace(error.name, `${error.name} [${code}]`));
  hide(error, 'toString', function () { return `${this.name} [${code}]: ${this.message}`; });
  error.code = code;
  return error;
}

const inspect = (value, options) => require('util').inspect(value, options);

function received(value) {
  if (value == null) return ` Received ${value}`;
  if (typeof value === 'function') return value.name ? ` Received function ${value.name}` : ` Received ${inspect(value)}`;
  if (typeof value === 'object') {
    return value.constructor?.name
      ? ` Received an instance of ${value.constructor.name}` : ` Received ${inspect(value, { depth: -1 })}`;
  }
  let text = inspect(value, { colors: false });
  if (text.length > 28) text = `${text.slice(0, 25)}...`;
  return ` Received type ${typeof value} (${text})`;
}

const list = (items) => items.length < 3 ? items.join(' or ') : `${items.slice(0, -1).join(', ')}, or ${items.at(-1)}`;

function argType(name, expected, value) {
  const kinds = [], classes = [], others = [];
  for (const item of [].concat(expected)) {
    if (/^[a-z]+$|^(Object|Function)$/.test(item)) kinds.push(item.toLowerCase());
    else (/^[A-Z]\w*$/.test(item) ? classes : others).push(item);
  }
  if (classes.length && kinds.includes('object')) {
    kinds.splice(kinds.indexOf('object'), 1);
    classes.push('Object');
  }
  const parts = [];
  if (kinds.length) parts.push(`${kinds.length > 1 ? 'one of type' : 'of type'} ${list(kinds)}`);
  if (classes.length) parts.push(`an instance of ${list(classes)}`);
  if (others.length) parts.push(list(others));
  const subject = name.endsWith(' argument') ? `The ${name}`
    : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${subject} must be ${parts.join(' or ')}.${received(value)}`);
}

function argValue(name, value, reason = 'is invalid') {
  let text = inspect(value);
  if (text.length > 128) text = `${text.slice(0, 128)}...`;
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE',
    `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`);
}

function outOfRange(name, range, value) {
  let text = typeof value === 'bigint' ? `${value}n` : inspect(value);
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) text = String(value).replace(/\B(?=(\d{3})+$)/g, '_');
  return coded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range. It must be ${range}. Received ${text}`);
}

const isFunction = (value, name) => { if (typeof value !== 'function') throw argType(name, 'function', value); };
const isString = (value, name) => { if (typeof value !== 'string') throw argType(name, 'string', value); };
const isBoolean = (value, name) => { if (typeof value !== 'boolean') throw argType(name, 'boolean', value); };
const isObject = (value, name) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw argType(name, 'Object', value);
};
const isNumber = (value, name) => { if (typeof value !== 'number') throw argType(name, 'number', value); };
function isInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  isNumber(value, name);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}
function isSignal(value, name) {
  if (value !== undefined && (value === null || typeof value !== 'object' || !('aborted' in value))) {
    throw argType(name, 'AbortSignal', value);
  }
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

const SYSTEM = {
  ENOENT: [-2, 'no such file or directory'], EBADF: [-9, 'bad file descriptor'], EACCES: [-13, 'permission denied'],
  EEXIST: [-17, 'file already exists'], ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'], EINVAL: [-22, 'invalid argument'],
  ENOTEMPTY: [-39, 'directory not empty'], ECONNREFUSED: [-111, 'connection refused'],
};
function system(code, syscall, path, dest) {
  const [errno, text] = SYSTEM[code];
  const files = path === undefined ? '' : dest === undefined ? ` '${path}'` : ` '${path}' -> '${dest}'`;
  const error = new Error(`${code}: ${text}, ${syscall}${files}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

function missing(name) {
  return () => { throw new Error(`${name} is not part of this playground's Node`); };
}

module.exports = {
  coded, hide, argType, argValue, outOfRange, system, missing, AbortError,
  isFunction, isString, isBoolean, isObject, isNumber, isInteger, isSignal,
};
