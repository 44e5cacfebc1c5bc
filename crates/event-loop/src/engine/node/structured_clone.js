'use strict';
// structuredClone of what the algorithm of HTML copies; the rest is refused, as there.
const { DOMException } = require('event_target');

function refuse(value) {
  const shown = typeof value === 'symbol' ? String(value) : typeof value === 'function' ? String(value) : '#<Object>';
  throw new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

function clone(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(value);
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return seen.get(value);
  const kind = internal.classOf(value);
  const keep = (copy) => {
    seen.set(value, copy);
    return copy;
  };
  switch (kind) {
    case 'Date': return keep(new Date(value.getTime()));
    case 'RegExp': return keep(new RegExp(value.source, value.flags));
    case 'Boolean': case 'Number': case 'String': case 'BigInt': return keep(Object(value.valueOf()));
    case 'ArrayBuffer': return keep(value.slice(0));
    case 'TypedArray': {
      const buffer = clone(value.buffer, seen);
      return keep(new globalThis[value[Symbol.toStringTag]](buffer, value.byteOffset, value.length));
    }
    case 'DataView': return keep(new DataView(clone(value.buffer, seen), value.byteOffset, value.byteLength));
    case 'Map': {
      const copy = keep(new Map());
      for (const [key, one] of [...value]) copy.set(clone(key, seen), clone(one, seen));
      return copy;
    }
    case 'Set': {
      const copy = keep(new Set());
      for (const one of [...value]) copy.add(clone(one, seen));
      return copy;
    }
    case 'Error': {
      const names = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
      const Class = names.includes(value.name) ? globalThis[value.name] : Error;
      const copy = keep(new Class(value.message));
      copy.stack = value.stack;
      if (Object.hasOwn(value, 'cause')) {
        Object.defineProperty(copy, 'cause', {
          value: clone(value.cause, seen), writable: true, configurable: true, enumerable: false,
        });
      }
      return copy;
    }
    case 'Array': case 'Object': case 'Arguments': {
      const copy = keep(kind === 'Array' ? new Array(value.length) : {});
      for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
      return copy;
    }
    default: return refuse(value);
  }
}

exports.structuredClone = function structuredClone(value) {
  if (arguments.length === 0) {
    const error = new TypeError("The \"value\" argument must be specified");
    error.code = 'ERR_MISSING_ARGS';
    throw error;
  }
  return clone(value, new Map());
};
