'use strict';
const { inspect, isDeepStrictEqual, isDeepEqual, isError } = require('inspect');

class AssertionError extends Error {
  constructor(options) {
    const { message, operator } = options;
    let { actual, expected } = options;
    if (actual instanceof Error && expected instanceof Error) [actual, expected] = [copied(actual), copied(expected)];
    super(message === undefined ? described(operator, actual, expected)
      : operator === 'strictEqual' || operator === 'deepStrictEqual' ? described(operator, actual, expected, String(message))
        : String(message));
    Object.defineProperty(this, 'name', {
      value: 'AssertionError', enumerable: false, writable: true, configurable: true,
    });
    this.generatedMessage = message === undefined;
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    if (Error.captureStackTrace) Error.captureStackTrace(this, options.stackStartFn ?? options.stackStartFunction);
    // An engine's stack may be the frames alone; the heading names the code too.
    const stack = `\n${this.stack ?? ''}`;
    const at = stack.indexOf('\n    at ', stack.startsWith('\n    at ') ? 0 : this.message.length);
    Object.defineProperty(this, 'stack', {
      value: String(this) + (at === -1 ? '' : stack.slice(at).trimEnd()), writable: true, configurable: true,
    });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

// An error without its frames, which say nothing about a comparison.
const copied = (error) => Object.defineProperty(
  Object.assign(Object.create(Object.getPrototypeOf(error)), error), 'message', { value: error.message },
);

const shown = (value) => inspect(value, {
  compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, sorted: true, getters: true,
});

const headings = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function described(operator, actual, expected, message) {
  let heading = headings[operator];
  const a = shown(actual);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    if (operator === 'notStrictEqual' && isObject(actual)) {
      heading = 'Expected "actual" not to be reference-equal to "expected":';
    }
    if (a.includes('\n')) return `${heading}\n\n${a}\n`;
    return a.length > 5 ? `${heading}\n\n${a}` : `${heading} ${a}`;
  }
  const b = shown(expected);
  if (operator === 'strictEqual' || operator === 'deepStrictEqual') {
    heading = message ?? heading;
    if (a === b) return `Values have same structure but are not reference-equal:\n\n${a}\n`;
    if (message === undefined && operator === 'strictEqual' && isObject(actual) && isObject(expected) &&
        typeof actual === typeof expected) {
      heading = 'Expected "actual" to be reference-equal to "expected":';
    }
    if (!isObject(actual) && !isObject(expected) && !a.includes('\n') && !b.includes('\n') && a.length + b.length <= 12 &&
        (actual !== 0 || expected !== 0)) {
      return `${heading}\n\n${a} !== ${b}\n`;
    }
    return `${heading}\n+ actual - expected\n\n${difference(a.split('\n'), b.split('\n'))}`;
  }
  if (operator === 'notDeepEqual' && a === b) return `${heading}\n\n${a}`;
  const cut = (text) => (text.length > 512 ? `${text.slice(0, 509)}...` : text);
  if (operator === 'deepEqual') return `${heading}\n\n${cut(a)}\n\nshould loosely deep-equal\n\n${cut(b)}`;
  if (operator === 'notDeepEqual') {
    return `Expected values not to be loosely deep-equal:\n\n${cut(a)}\n\nshould not loosely deep-equal\n\n${cut(b)}`;
  }
  return `${cut(a)} ${operator} ${cut(b)}`;
}

// The lines of both, those in common once: a longest common subsequence.
function difference(a, b) {
  const bare = (line) => (line.endsWith(',') ? line.slice(0, -1) : line);
  const equal = (i, j) => bare(a[i]) === bare(b[j]);
  if (a.length * b.length > 250000) return [...a.map((line) => `+ ${line}`), ...b.map((line) => `- ${line}`)].join('\n');
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = equal(i, j) ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && equal(i, j)) {
      lines.push(`  ${a[i].length > b[j].length ? a[i] : b[j]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || longest[i + 1][j] >= longest[i][j + 1])) {
      lines.push(`+ ${a[i++]}`);
    } else {
      lines.push(`- ${b[j++]}`);
    }
  }
  return lines.join('\n');
}

function fails(message, details) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ ...details, message: message ?? details.generated });
  if (message === undefined && details.generated !== undefined) error.generatedMessage = true;
  throw error;
}

function missing(...names) {
  const error = new TypeError(`The ${names.map((n) => `"${n}"`).join(' and ')} argument${names.length > 1 ? 's' : ''} must be specified`);
  error.code = 'ERR_MISSING_ARGS';
  return error;
}

function wrongType(name, expected, value) {
  const got = value == null ? `${value}`
    : typeof value === 'function' ? `function ${value.name}`
      : typeof value === 'object' ? `an instance of ${value.constructor?.name}` : `type ${typeof value} (${inspect(value)})`;
  const error = new TypeError(`The "${name}" argument must be ${expected}. Received ${got}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function truthy(args, start) {
  const [value, message] = args;
  if (value) return;
  fails(message, {
    actual: value, expected: true, operator: '==', stackStartFn: start,
    generated: args.length === 0
      ? 'No value argument passed to `assert.ok()`'
      : 'The expression evaluated to a falsy value:\n\n  ' + (start === assert ? 'assert' : 'assert.ok') + `(${inspect(value)})\n`,
  });
}

function assert(...args) {
  truthy(args, assert);
}

function ok(...args) {
  truthy(args, ok);
}

// An assertion of two values.
function comparing(operator, holds) {
  const compare = {
    [operator](...args) {
      if (args.length < 2) throw missing('actual', 'expected');
      const [actual, expected, message] = args;
      if (!holds(actual, expected)) fails(message, { actual, expected, operator: signs[operator] ?? operator, stackStartFn: compare });
    },
  }[operator];
  return compare;
}

const signs = { equal: '==', notEqual: '!=' };
const loose = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

Object.assign(assert, {
  ok,
  equal: comparing('equal', loose),
  notEqual: comparing('notEqual', (a, b) => !loose(a, b)),
  strictEqual: comparing('strictEqual', Object.is),
  notStrictEqual: comparing('notStrictEqual', (a, b) => !Object.is(a, b)),
  deepEqual: comparing('deepEqual', isDeepEqual),
  notDeepEqual: comparing('notDeepEqual', (a, b) => !isDeepEqual(a, b)),
  deepStrictEqual: comparing('deepStrictEqual', isDeepStrictEqual),
  notDeepStrictEqual: comparing('notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)),
});

assert.fail = function fail(message) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail', stackStartFn: fail });
  error.generatedMessage = message === undefined;
  throw error;
};

assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  let text = inspect(value);
  if (typeof value === 'object' && typeof value.message === 'string') {
    text = value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
  }
  throw new AssertionError({
    actual: value, expected: null, operator: 'ifError', message: `ifError got unwanted exception: ${text}`, stackStartFn: ifError,
  });
};

function matching(operator, wanted) {
  const check = {
    [operator](text, pattern, message) {
      if (!(pattern instanceof RegExp)) throw wrongType('regexp', 'an instance of RegExp', pattern);
      if (typeof text === 'string' && pattern.test(text) === wanted) return;
      fails(message, {
        actual: text, expected: pattern, operator, stackStartFn: check,
        generated: typeof text !== 'string'
          ? `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`
          : `The input ${wanted ? 'did not match' : 'was expected to not match'} the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`,
      });
    },
  }[operator];
  return check;
}
assert.match = matching('match', true);
assert.doesNotMatch = matching('doesNotMatch', false);

class Comparison {}

const nothing = Symbol('nothing thrown');

function thrownBy(fn) {
  if (typeof fn !== 'function') throw wrongType('fn', 'of type function', fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return nothing;
}

async function rejectionOf(promise) {
  if (typeof promise === 'function') {
    promise = promise();
    if (typeof promise?.then !== 'function') {
      const error = new TypeError('Expected instance of Promise to be returned from the "promiseFn" function but got ' +
        `${promise == null ? promise : `type ${typeof promise} (${inspect(promise)})`}.`);
      error.code = 'ERR_INVALID_RETURN_VALUE';
      throw error;
    }
  } else if (typeof promise?.then !== 'function') {
    throw wrongType('promiseFn', 'of type function or an instance of Promise', promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return nothing;
}

// Holds what was thrown against what was expected: a class, a pattern, a function or an object.
function expectThrown(actual, args, operator, start) {
  let [expected, message] = args;
  if (typeof expected === 'string') {
    if (args.length > 1) throw wrongType('error', 'of type function or an instance of Error, RegExp, or Object', expected);
    const text = isObject(actual) ? actual.message : actual;
    if (text === expected) {
      const error = new TypeError('The "error/message" argument is ambiguous. The error ' +
        `${isObject(actual) ? 'message ' : ''}"${text}" is identical to the message.`);
      error.code = 'ERR_AMBIGUOUS_ARGUMENT';
      throw error;
    }
    [expected, message] = [undefined, expected];
  } else if (expected != null && !isObject(expected)) {
    throw wrongType('error', 'of type function or an instance of Error, RegExp, or Object', expected);
  }
  const fail = (generated, with_ = actual) => {
    const error = new AssertionError({
      actual: with_, expected, operator, message: message ?? generated, stackStartFn: start,
    });
    error.generatedMessage = !message;
    throw error;
  };
  if (actual === nothing) {
    const name = expected?.name ? ` (${expected.name})` : '';
    const missed = `Missing expected ${operator === 'rejects' ? 'rejection' : 'exception'}${name}${message ? `: ${message}` : '.'}`;
    const error = new AssertionError({ actual: undefined, expected, operator, message: missed, stackStartFn: start });
    error.generatedMessage = false;
    throw error;
  }
  if (expected == null) return;
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && actual instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      fail(`The error is expected to be an instance of "${expected.name}". Received ` +
        (isError(actual)
          ? `"${actual.constructor?.name || actual.name}"\n\nError message:\n\n${actual.message}` : `"${inspect(actual, { depth: -1 })}"`));
    }
    const result = expected.call({}, actual);
    if (result !== true) {
      fail(`The ${expected.name ? `"${expected.name}" ` : ''}validation function is expected to return "true". Received ${inspect(result)}` +
        (isError(actual) ? `\n\nCaught error:\n\n${actual}` : ''));
    }
    return;
  }
  if (expected instanceof RegExp) {
    const text = String(actual);
    if (expected.test(text)) return;
    fail(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`);
  }
  if (!isObject(actual)) {
    fail(described('deepStrictEqual', actual, expected));
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) {
    const error = new TypeError(`The argument 'error' may not be an empty object. Received ${inspect(expected)}`);
    error.code = 'ERR_INVALID_ARG_VALUE';
    throw error;
  }
  for (const key of keys) {
    const wanted = expected[key];
    const is = actual[key];
    if (wanted instanceof RegExp && typeof is === 'string' ? wanted.test(is) : key in actual && isDeepStrictEqual(is, wanted)) continue;
    if (message instanceof Error) throw message;
    // A pattern that holds is no difference.
    const part = (from, other) => keys.reduce((to, k) => {
      if (k in from) to[k] = other?.[k] instanceof RegExp && typeof from[k] === 'string' && other[k].test(from[k]) ? other[k] : from[k];
      return to;
    }, new Comparison());
    fail(described('deepStrictEqual', part(actual, expected), part(expected)));
  }
}

function isAsked(actual, expected) {
  if (typeof expected !== 'function') {
    if (expected instanceof RegExp) return expected.test(String(actual));
    throw wrongType('expected', 'of type function or an instance of RegExp', expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  return !Object.prototype.isPrototypeOf.call(Error, expected) && expected.call({}, actual) === true;
}

function unexpected(actual, [expected, message], operator, start) {
  if (actual === nothing) return;
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  if (expected && !isAsked(actual, expected)) throw actual;
  const error = new AssertionError({
    actual, expected, operator, stackStartFn: start,
    message: `Got unwanted ${operator === 'doesNotReject' ? 'rejection' : 'exception'}${message ? `: ${message}` : '.'}\n` +
      `Actual message: "${actual && actual.message}"`,
  });
  error.generatedMessage = false;
  throw error;
}

assert.throws = function throws(fn, ...args) {
  expectThrown(thrownBy(fn), args, 'throws', throws);
};
assert.doesNotThrow = function doesNotThrow(fn, ...args) {
  unexpected(thrownBy(fn), args, 'doesNotThrow', doesNotThrow);
};
assert.rejects = async function rejects(promise, ...args) {
  expectThrown(await rejectionOf(promise), args, 'rejects', rejects);
};
assert.doesNotReject = async function doesNotReject(promise, ...args) {
  unexpected(await rejectionOf(promise), args, 'doesNotReject', doesNotReject);
};

assert.AssertionError = AssertionError;

function strict(...args) {
  truthy(args, strict);
}
assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
strict.strict = strict;

module.exports = assert;
