'use strict';
// setTimeout, setInterval, setImmediate: what they take and give; when they run, the host decides.

const MAX_MS = 2 ** 31 - 1;
const byId = new Map();
const promisified = Symbol.for('nodejs.util.promisify.custom');

function checked(callback) {
  if (typeof callback !== 'function') throw process.invalidType('callback', 'function', callback);
  return callback;
}

class Timeout {
  constructor(callback, after, args, isRepeat) {
    after *= 1;
    if (!(after >= 1 && after <= MAX_MS)) {
      if (after > MAX_MS) {
        process.emitWarning(
          `${after} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`, 'TimeoutOverflowWarning');
      }
      after = 1;
    }
    after = Math.trunc(after);
    this._idleTimeout = after;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    Object.defineProperty(this, '_isRef', { value: true, writable: true, enumerable: false });
    Object.defineProperty(this, '_id', { value: undefined, writable: true, enumerable: false });
    start(this);
  }

  ref() {
    this._isRef = true;
    internal.setRef(this._id, true);
    return this;
  }

  unref() {
    this._isRef = false;
    internal.setRef(this._id, false);
    return this;
  }

  hasRef() {
    return this._isRef;
  }

  refresh() {
    if (this._onTimeout) start(this);
    return this;
  }

  close() {
    clearTimeout(this);
    return this;
  }

  [Symbol.dispose]() {
    clearTimeout(this);
  }

  [Symbol.toPrimitive]() {
    byId.set(this._id, this);
    return this._id;
  }
}

function start(timeout) {
  timeout._id = internal.timerStart(
    timeout, timeout._id, timeout._idleTimeout, timeout._isRef, timeout._repeat !== null);
}

class Immediate {
  constructor(callback, args) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    Object.defineProperty(this, '_isRef', { value: true, writable: true, enumerable: false });
    Object.defineProperty(this, '_id', {
      value: internal.immediate((...given) => this._run(given), args), writable: true, enumerable: false,
    });
  }

  _run(args) {
    this._destroyed = true;
    try {
      this._onImmediate(...args);
    } finally {
      this._onImmediate = null;
    }
  }

  ref() {
    this._isRef = true;
    internal.setRef(this._id, true);
    return this;
  }

  unref() {
    this._isRef = false;
    internal.setRef(this._id, false);
    return this;
  }

  hasRef() {
    return this._isRef && !this._destroyed;
  }

  [Symbol.dispose]() {
    clearImmediate(this);
  }
}

function setTimeout(callback, after, ...args) {
  return new Timeout(checked(callback), after, args.length > 0 ? args : undefined, false);
}

function setInterval(callback, after, ...args) {
  return new Timeout(checked(callback), after, args.length > 0 ? args : undefined, true);
}

function setImmediate(callback, ...args) {
  return new Immediate(checked(callback), args);
}

function clearTimeout(timer) {
  if (timer && timer._onTimeout) {
    timer._onTimeout = null;
    timer._destroyed = true;
    timer._repeat = null;
    internal.timerStop(timer._id);
    return;
  }
  if (typeof timer === 'number' || typeof timer === 'string') {
    const found = byId.get(Number(timer));
    if (found !== undefined) {
      byId.delete(Number(timer));
      clearTimeout(found);
    }
  }
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function clearImmediate(immediate) {
  if (!immediate || !(immediate instanceof Immediate) || immediate._destroyed) return;
  immediate._destroyed = true;
  immediate._onImmediate = null;
  internal.cancel(immediate._id);
}

for (const [name, function_] of [['setTimeout', setTimeout], ['setImmediate', setImmediate]]) {
  Object.defineProperty(function_, promisified, {
    enumerable: true,
    get: () => require('timers/promises')[name],
  });
}

module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
Object.defineProperty(module.exports, 'promises', { enumerable: true, get: () => require('timers/promises') });
