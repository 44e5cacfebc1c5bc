'use strict';
const { coded, argType, outOfRange, isFunction, isObject, isSignal, AbortError } = require('internal_errors');

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const errorMonitor = Symbol('events.errorMonitor');
const captureRejectionSymbol = Symbol.for('nodejs.rejection');
let defaultMaxListeners = 10;

function EventEmitter(options) { EventEmitter.init.call(this, options); }

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[kCapture] = options?.captureRejections ? Boolean(options.captureRejections) : EventEmitter.captureRejections;
};

function checkLimit(n, name) {
  if (typeof n !== 'number') throw argType(name, 'number', n);
  if (!(n >= 0)) throw outOfRange(name, '>= 0', n);
}
const limitOf = (emitter) => emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;

function add(emitter, type, listener, prepend) {
  isFunction(listener, 'listener');
  if (emitter._events === undefined) {
    emitter._events = Object.create(null);
    emitter._eventsCount = 0;
  } else if (emitter._events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener ?? listener);
  }
  const events = emitter._events;
  const old = events[type];
  if (old === undefined) {
    events[type] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  // The array is changed in place: emit() works on a copy of it.
  const all = typeof old === 'function' ? events[type] = [old] : old;
  if (prepend) all.unshift(listener); else all.push(listener);
  const limit = limitOf(emitter);
  if (limit > 0 && all.length > limit && !all.warned) {
    all.warned = true;
    const name = require('util').inspect(emitter, { depth: -1 });
    const warning = new Error(`Possible EventEmitter memory leak detected. ${all.length} ${String(type)} listeners ` +
      `added to ${name}. Use emitter.setMaxListeners() to increase limit`);
    warning.name = 'MaxListenersExceededWarning';
    warning.emitter = emitter;
    warning.type = type;
    warning.count = all.length;
    process.emitWarning?.(warning);
  }
  return emitter;
}

function onceWrap(target, type, listener) {
  let fired = false;
  const wrapped = function (...args) {
    if (fired) return undefined;
    target.removeListener(type, wrapped);
    fired = true;
    return listener.apply(target, args);
  };
  Object.defineProperty(wrapped, 'name', { value: 'bound onceWrapper' });
  wrapped.listener = listener;
  return wrapped;
}

function watchResult(emitter, result, type, args) {
  if (!emitter[kCapture] || typeof result?.then !== 'function') return;
  result.then(undefined, (error) => process.nextTick(() => {
    if (typeof emitter[captureRejectionSymbol] === 'function') {
      emitter[captureRejectionSymbol](error, type, ...args);
      return;
    }
    const capture = emitter[kCapture];
    try {
      emitter[kCapture] = false;
      emitter.emit('error', error);
    } finally {
      emitter[kCapture] = capture;
    }
  }));
}

const methods = {
  setMaxListeners(n) {
    checkLimit(n, 'setMaxListeners');
    this._maxListeners = n;
    return this;
  },
  getMaxListeners() { return limitOf(this); },
  emit(type, ...args) {
    const events = this._events;
    if (type === 'error') {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      if (events?.error === undefined) {
        const [reason] = args;
        if (reason instanceof Error) throw reason;
        const error = coded(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${
          typeof reason === 'string' ? `'${reason}'` : require('util').inspect(reason)})`);
        error.context = reason;
        throw error;
      }
    }
    const handler = events?.[type];
    if (handler === undefined) return false;
    if (typeof handler === 'function') {
      watchResult(this, handler.apply(this, args), type, args);
    } else {
      for (const listener of handler.slice()) watchResult(this, listener.apply(this, args), type, args);
    }
    return true;
  },
  addListener(type, listener) { return add(this, type, listener, false); },
  prependListener(type, listener) { return add(this, type, listener, true); },
  once(type, listener) {
    isFunction(listener, 'listener');
    return this.on(type, onceWrap(this, type, listener));
  },
  prependOnceListener(type, listener) {
    isFunction(listener, 'listener');
    return this.prependListener(type, onceWrap(this, type, listener));
  },
  removeListener(type, listener) {
    isFunction(listener, 'listener');
    const events = this._events;
    const old = events?.[type];
    if (old === undefined) return this;
    let found = listener;
    if (old === listener || old.listener === listener) {
      this._eventsCount--;
      if (this[kShapeMode]) events[type] = undefined;
      else if (this._eventsCount === 0) this._events = Object.create(null);
      else delete events[type];
      found = old.listener || listener;
    } else if (typeof old !== 'function') {
      const at = old.findLastIndex((one) => one === listener || one.listener === listener);
      if (at < 0) return this;
      old.splice(at, 1);
      if (old.length === 1) events[type] = old[0];
    } else {
      return this;
    }
    if (events.removeListener !== undefined) this.emit('removeListener', type, found);
    return this;
  },
  removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener === undefined) {
      if (arguments.length === 0) {
        this._events = Object.create(null);
        this._eventsCount = 0;
      } else if (events[type] !== undefined) {
        if (--this._eventsCount === 0) this._events = Object.create(null);
        else delete events[type];
      }
      this[kShapeMode] = false;
      return this;
    }
    if (arguments.length === 0) {
      for (const key of Reflect.ownKeys(events)) if (key !== 'removeListener') this.removeAllListeners(key);
      this.removeAllListeners('removeListener');
      this._events = Object.create(null);
      this._eventsCount = 0;
      this[kShapeMode] = false;
      return this;
    }
    const old = events[type];
    if (typeof old === 'function') this.removeListener(type, old);
    else for (let i = (old?.length ?? 0) - 1; i >= 0; i--) this.removeListener(type, old[i]);
    return this;
  },
  rawListeners(type) { return [].concat(this._events?.[type] ?? []); },
  listeners(type) { return this.rawListeners(type).map((one) => one.listener ?? one); },
  listenerCount(type, listener) {
    const all = this.rawListeners(type);
    return listener == null ? all.length : all.filter((one) => one === listener || one.listener === listener).length;
  },
  eventNames() { return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : []; },
};
methods.on = methods.addListener;
methods.off = methods.removeListener;
// In the order in which Node's are listed.
Object.assign(EventEmitter.prototype, { _events: undefined, _eventsCount: 0, _maxListeners: undefined });
for (const name of ['setMaxListeners', 'getMaxListeners', 'emit', 'addListener', 'on', 'prependListener', 'once',
  'prependOnceListener', 'removeListener', 'off', 'removeAllListeners', 'listeners', 'rawListeners', 'listenerCount', 'eventNames']) {
  EventEmitter.prototype[name] = methods[name];
}
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true });

function listen(target, type, listener, once) {
  if (typeof target?.on === 'function') once ? target.once(type, listener) : target.on(type, listener);
  else if (typeof target?.addEventListener === 'function') target.addEventListener(type, listener, { once });
  else throw argType('emitter', 'EventEmitter', target);
}
function forget(target, type, listener) {
  if (typeof target.removeListener === 'function') target.removeListener(type, listener);
  else target.removeEventListener(type, listener);
}
const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

async function once(emitter, type, options = {}) {
  isObject(options, 'options');
  const { signal } = options;
  isSignal(signal, 'options.signal');
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      emitter.removeListener(type, onEvent);
      if (signal) forget(signal, 'abort', onAbort);
      reject(error);
    };
    const onEvent = (...args) => {
      if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      if (signal) forget(signal, 'abort', onAbort);
      resolve(args);
    };
    const onAbort = () => {
      forget(emitter, type, onEvent);
      if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      reject(aborted(signal));
    };
    listen(emitter, type, onEvent, true);
    if (type !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    if (signal) listen(signal, 'abort', onAbort, true);
  });
}

function on(emitter, type, options = {}) {
  isObject(options, 'options');
  const { signal } = options;
  isSignal(signal, 'options.signal');
  if (signal?.aborted) throw aborted(signal);
  const events = [], waiting = [], added = [];
  let failure = null, finished = false;
  const hook = (target, name, listener) => {
    listen(target, name, listener, false);
    added.push([target, name, listener]);
  };
  const end = () => {
    for (const [target, name, listener] of added) forget(target, name, listener);
    finished = true;
    for (const { resolve } of waiting) resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  const onEvent = (...args) => {
    if (waiting.length) waiting.shift().resolve({ value: args, done: false });
    else events.push(args);
  };
  const onError = (error) => {
    if (waiting.length) waiting.shift().reject(error);
    else failure = error;
    iterator.return();
  };
  const iterator = Object.setPrototypeOf({
    next() {
      if (events.length) return Promise.resolve({ value: events.shift(), done: false });
      if (failure) {
        const result = Promise.reject(failure);
        failure = null;
        return result;
      }
      if (finished) return end();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() { return end(); },
    throw(error) {
      if (!(error instanceof Error)) throw argType('EventEmitter.AsyncIterator', 'Error', error);
      onError(error);
    },
    [Symbol.asyncIterator]() { return this; },
  }, Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype));
  hook(emitter, type, onEvent);
  if (type !== 'error' && typeof emitter.on === 'function') hook(emitter, 'error', onError);
  for (const name of options.close ?? []) hook(emitter, name, end);
  if (signal) hook(signal, 'abort', () => onError(aborted(signal)));
  return iterator;
}

function getEventListeners(target, type) {
  return typeof target?.listeners === 'function' ? target.listeners(type) : require('event_target').listenersOf(target, type);
}

function setMaxListeners(n = defaultMaxListeners, ...targets) {
  checkLimit(n, 'n');
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) target.setMaxListeners?.(n);
}

function addAbortListener(signal, listener) {
  isSignal(signal, 'signal');
  isFunction(listener, 'listener');
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() { signal.removeEventListener('abort', listener); } };
}

Object.assign(EventEmitter, {
  addAbortListener, once, on, getEventListeners,
  getMaxListeners: (target) => target.getMaxListeners?.() ?? defaultMaxListeners,
  EventEmitter, usingDomains: false, captureRejectionSymbol, captureRejections: false, errorMonitor, setMaxListeners,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
});
Object.defineProperty(EventEmitter, 'init', { enumerable: false });
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: () => defaultMaxListeners,
  set: (n) => { checkLimit(n, 'defaultMaxListeners'); defaultMaxListeners = n; },
});
module.exports = EventEmitter;
