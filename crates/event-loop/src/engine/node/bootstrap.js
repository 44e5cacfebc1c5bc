'use strict';
// Makes the globals of Node, and gives the functions that the host calls.

const builtins = new Set(Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]));

const modules = new Map();
const proxies = new WeakMap();

function requireBuiltin(name) {
  let module = modules.get(name);
  if (module === undefined) {
    module = { exports: {} };
    modules.set(name, module);
    try {
      internal.compile(name.replace('/', '_'))(module.exports, requireBuiltin, module, internal);
    } catch (error) {
      modules.delete(name);
      throw error;
    }
  }
  return module.exports;
}

function global(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

// A global that is made when it is first used. It stays an accessor: the engine's inline caches do not notice an accessor
// that becomes a value.
function lazy(name, file, key = name) {
  let value;
  let isMade = false;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get() {
      if (!isMade) {
        value = requireBuiltin(file)[key];
        isMade = true;
      }
      return value;
    },
    set(other) {
      value = other;
      isMade = true;
    },
  });
}

// ---- what the engine does not tell about values ----

const NativeProxy = Proxy;
function ProxyWithDetails(target, handler) {
  if (new.target === undefined) throw new TypeError("Constructor Proxy requires 'new'");
  const proxy = new NativeProxy(target, handler);
  proxies.set(proxy, [target, handler]);
  return proxy;
}
Object.defineProperty(ProxyWithDetails, 'revocable', { value: NativeProxy.revocable, writable: true, configurable: true });
Object.defineProperty(ProxyWithDetails, 'name', { value: 'Proxy' });
builtins.add(ProxyWithDetails);
global('Proxy', ProxyWithDetails);
internal.proxyDetails = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? proxies.get(value) : undefined;

const iterators = new WeakMap();
for (const [constructor, pairs] of [[Map, ['entries']], [Set, ['entries']], [Map, []], [Set, []]]) {
  const prototype = constructor.prototype;
  for (const name of pairs.length > 0 ? pairs : ['keys', 'values']) {
    const native = prototype[name];
    const isKeyValue = name === 'entries';
    const wrapped = {
      [name]() {
        const iterator = native.call(this);
        iterators.set(iterator, [this, name, isKeyValue]);
        return iterator;
      },
    }[name];
    Object.defineProperty(prototype, name, { value: wrapped, writable: true, configurable: true, enumerable: false });
  }
}
internal.previewEntries = (iterator) => {
  const known = iterators.get(iterator);
  if (known === undefined) return undefined;
  const [collection, name, isKeyValue] = known;
  const list = [];
  collection.forEach((value, key) => {
    if (isKeyValue) list.push(key, value);
    else list.push(name === 'keys' ? key : value);
  });
  return [list, isKeyValue];
};

const functionKinds = new Map();
for (const sample of [async () => {}, function* () {}, async function* () {}]) {
  const prototype = Object.getPrototypeOf(sample);
  functionKinds.set(prototype, prototype[Symbol.toStringTag]);
}
const nativeClassOf = internal.classOf;
internal.classOf = (value) => {
  if (typeof value === 'function') {
    if (proxies.has(value)) return 'Proxy';
    let prototype = Object.getPrototypeOf(value);
    while (prototype !== null) {
      const kind = functionKinds.get(prototype);
      if (kind !== undefined) return kind;
      prototype = Object.getPrototypeOf(prototype);
    }
    return 'Function';
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (proxies.has(value)) return 'Proxy';
  const native = nativeClassOf(value);
  if (native !== undefined) return native;
  if (value instanceof WeakRef) return 'WeakRef';
  const tag = value[Symbol.toStringTag] === undefined ? Object.prototype.toString.call(value) : '';
  return tag === '[object Arguments]' ? 'Arguments' : 'Object';
};

// ---- dates and languages: little of them is in the engine ----

const NativeDate = Date;
const nativeParse = Date.parse;
const method = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
function DateOfNode(...args) {
  if (new.target === undefined) return new NativeDate().toString();
  if (args.length === 1 && typeof args[0] === 'string') args[0] = DateOfNode.parse(args[0]);
  return new.target === DateOfNode ? new NativeDate(...args) : Reflect.construct(NativeDate, args, new.target);
}
const dateMethods = {
  parse(text) {
    text = String(text);
    const time = nativeParse(text);
    return time === time ? time : requireBuiltin('internal_dates').parse(text);
  },
};
method(DateOfNode, 'now', NativeDate.now);
method(DateOfNode, 'parse', dateMethods.parse);
method(DateOfNode, 'UTC', NativeDate.UTC);
Object.defineProperty(DateOfNode, 'prototype', { value: NativeDate.prototype, writable: false });
Object.defineProperty(DateOfNode, 'name', { value: 'Date' });
Object.defineProperty(DateOfNode, 'length', { value: 7 });
method(NativeDate.prototype, 'constructor', DateOfNode);
builtins.add(DateOfNode);
global('Date', DateOfNode);
for (const name of ['toString', 'toTimeString']) {
  const native = NativeDate.prototype[name];
  method(NativeDate.prototype, name, {
    [name]() {
      const text = native.call(this);
      return text === 'Invalid Date' ? text : `${text} (Coordinated Universal Time)`;
    },
  }[name]);
}
for (const [object, name, key] of [
  [String.prototype, 'localeCompare', 'localeCompare'],
  [Number.prototype, 'toLocaleString', 'numberToLocaleString'],
  [BigInt.prototype, 'toLocaleString', 'bigintToLocaleString'],
  [Array.prototype, 'toLocaleString', 'listToLocaleString'],
  [Object.getPrototypeOf(Uint8Array.prototype), 'toLocaleString', 'listToLocaleString'],
  [NativeDate.prototype, 'toLocaleString', 'dateToLocaleString'],
  [NativeDate.prototype, 'toLocaleDateString', 'toLocaleDateString'],
  [NativeDate.prototype, 'toLocaleTimeString', 'toLocaleTimeString'],
]) {
  method(object, name, {
    [name](...args) {
      return requireBuiltin('internal_locale')[key].apply(this, args);
    },
  }[name]);
}

// The engine's stacks have no headline, and name functions of the library, which nobody asked for.
const stackOf = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
const headlines = new WeakMap();
if (stackOf && stackOf.get) {
  Object.defineProperty(Error.prototype, 'stack', {
    configurable: true,
    get() {
      if (headlines.has(this)) return headlines.get(this);
      const lines = stackOf.get.call(this);
      if (lines === undefined) return undefined;
      const name = this.name === undefined ? 'Error' : String(this.name);
      const message = this.message === undefined ? '' : String(this.message);
      const headline = message === '' ? name : name === '' ? message : `${name}: ${message}`;
      const error = this;
      const own = lines.split('\n').filter((line) => line.includes('program.js')).map((line, i) =>
        line.replace(/program\.js:(\d+):(\d+)/, (_, at, column) => `program.js:${internal.located(error, i === 0, +at, +column)}`));
      const stack = [headline, ...own].join('\n');
      headlines.set(this, stack);
      return stack;
    },
    set(value) {
      Object.defineProperty(this, 'stack', { value, writable: true, configurable: true, enumerable: false });
    },
  });
}
if (typeof Error.captureStackTrace !== 'function') {
  Object.defineProperty(Error, 'captureStackTrace', {
    value: function captureStackTrace(object) {
      const stack = new Error().stack.split('\n').slice(1);
      const headline = object.message ? `${object.name}: ${object.message}` : String(object.name);
      Object.defineProperty(object, 'stack', {
        value: [headline, ...stack].join('\n'), writable: true, configurable: true, enumerable: false,
      });
    },
    writable: true, configurable: true, enumerable: false,
  });
}
if (Error.stackTraceLimit === undefined) Error.stackTraceLimit = 10;

// A class is told by its prototype, which cannot be set; the engine keeps no text of classes.
const nativeToString = Function.prototype.toString;
function isClass(value) {
  if (builtins.has(value)) return false;
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype');
  return prototype !== undefined && prototype.writable === false && internal.classOf(value) === 'Function';
}
Object.defineProperty(Function.prototype, 'toString', {
  value: {
    toString() {
      const text = nativeToString.call(this);
      if (text.endsWith('{ [native code] }')) return isClass(this) ? `class ${this.name} {}` : text;
      return builtins.has(this) ? `function ${this.name}() { [native code] }` : internal.unmark(text);
    },
  }.toString,
  writable: true, configurable: true, enumerable: false,
});

// ---- what Node 20 has not, or says in other words ----

for (const [object, names] of [
  [Promise, ['withResolvers', 'try']],
  [Object, ['groupBy']],
  [Map, ['groupBy']],
  [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
  [Array, ['fromAsync']],
  [Set.prototype, ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']],
  [RegExp, ['escape']],
  [Math, ['sumPrecise', 'f16round']],
  [Error, ['isError']],
  [ArrayBuffer.prototype, ['transfer', 'transferToFixedLength', 'detached']],
  [globalThis, ['Float16Array', 'Iterator', 'Temporal']],
]) for (const name of names) delete object[name];
for (const name of ['dispose', 'asyncDispose']) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
}
Object.defineProperty(Promise, 'any', {
  value: function any(iterable) {
    const Constructor = this;
    return new Constructor((resolve, reject) => {
      const errors = [];
      let left = 1;
      let index = 0;
      const end = () => {
        left -= 1;
        if (left > 0) return;
        const error = new AggregateError([], 'All promises were rejected');
        error.errors = errors;
        reject(error);
      };
      for (const value of iterable) {
        const at = index++;
        left += 1;
        errors[at] = undefined;
        let isCalled = false;
        Constructor.resolve(value).then(resolve, (reason) => {
          if (isCalled) return;
          isCalled = true;
          errors[at] = reason;
          end();
        });
      }
      end();
    });
  },
  writable: true, configurable: true, enumerable: false,
});

// ---- globals ----

global('global', globalThis);
const process = requireBuiltin('process');
global('process', process);
const timers = requireBuiltin('timers');
for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'])
  global(name, timers[name]);
global('queueMicrotask', function queueMicrotask(callback) {
  if (typeof callback !== 'function') throw process.invalidType('callback', 'function', callback);
  internal.microtask(callback);
});
// Holds the only thread for so many milliseconds, as a computation would.
global('busy', function busy(milliseconds) {
  internal.block('busy', Math.max(0, Number(milliseconds) || 0));
});
lazy('console', 'console_global', 'console');
for (const name of ['Event', 'EventTarget', 'CustomEvent', 'AbortController', 'AbortSignal', 'DOMException'])
  lazy(name, 'event_target');
for (const name of ['TextEncoder', 'TextDecoder']) lazy(name, 'util');
for (const name of ['Buffer', 'atob', 'btoa']) lazy(name, 'buffer');
for (const name of ['performance', 'PerformanceObserver', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure']) lazy(name, 'perf_hooks');
for (const name of ['URL', 'URLSearchParams']) lazy(name, 'url');
for (const name of ['fetch', 'Headers', 'Response']) lazy(name, 'fetch');
lazy('structuredClone', 'structured_clone');
lazy('crypto', 'internal_random');

// ---- what the host calls ----

function main(program) {
  const module = { exports: {}, filename: '/home/program.js', id: '.', loaded: false, children: [], paths: [] };
  const require = (request) => requireBuiltin('internal_modules').requirePublic(request);
  require.main = module;
  Object.defineProperty(require, 'cache', { get: () => requireBuiltin('internal_modules').files, enumerable: true });
  require.resolve = (request) => request;
  program.call(module.exports, module.exports, require, module, '/home/program.js', '/home');
  module.loaded = true;
}

function fire(timeout) {
  if (timeout._timerArgs === undefined) timeout._onTimeout();
  else timeout._onTimeout(...timeout._timerArgs);
}

return {
  main,
  import: (request) => requireBuiltin('internal_modules').importPublic(request),
  fire,
  watchMain(promise) {
    promise.then(undefined, (error) => process.failMain(error));
  },
  uncaught: process.uncaught,
  unhandled: process.unhandled,
  handledLate: process.handledLate,
  beforeExit: process.beforeExit,
  unsettled: process.unsettled,
  exit: process.exitNow,
  await: (value) => new Promise((resolve) => resolve(value)),
};
