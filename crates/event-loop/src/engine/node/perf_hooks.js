'use strict';
const { coded, argType, argValue, isFunction, isNumber, isObject, isString, missing } = require('internal_errors');
const { DOMException } = require('event_target');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

function shown(Class, fields) {
  Object.defineProperty(Class.prototype, inspectCustom, {
    value(depth, options) {
      if (depth < 0) return this;
      return `${Class === PerformanceEntry ? this.constructor.name : Class.name} ${require('util').inspect(fields(this), {
        ...options, depth: options?.depth == null ? null : options.depth - 1 })}`;
    },
    configurable: true,
  });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

let making = false;
class PerformanceEntry {
  #fields;
  constructor(fields) {
    if (!making) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#fields = fields;
  }
  get name() { return this.#fields.name; }
  get entryType() { return this.#fields.entryType; }
  get startTime() { return this.#fields.startTime; }
  get duration() { return this.#fields.duration; }
  get detail() { return this.#fields.detail; }
  toJSON() {
    const { name, entryType, startTime, duration, detail } = this;
    return { name, entryType, startTime, duration, detail };
  }
}
shown(PerformanceEntry, (entry) => entry.toJSON());
function make(Class, name, entryType, startTime, duration, detail) {
  making = true;
  try {
    return new Class({ name, entryType, startTime, duration, detail });
  } finally {
    making = false;
  }
}
class PerformanceMark extends PerformanceEntry {
  constructor(name, options) {
    if (making) {
      super(name);
      return;
    }
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    if (options != null) isObject(options, 'options');
    const startTime = options?.startTime ?? performance.now();
    isNumber(startTime, 'startTime');
    if (startTime < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${startTime} is not a valid timestamp`);
    making = true;
    super({ name: `${name}`, entryType: 'mark', startTime, duration: 0, detail: options?.detail ?? null });
    making = false;
  }
}
class PerformanceMeasure extends PerformanceEntry {}
for (const Class of [PerformanceMark, PerformanceMeasure]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

// ---- observers: what they are told waits for the check phase ----

const observers = new Set(), pending = new Set();
const TYPES = ['function', 'mark', 'measure'];
let timeline = [], scheduled = false;
const byStart = (entries) => [...entries].sort((a, b) => a.startTime - b.startTime);

function schedule() {
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    const now = [...pending];
    pending.clear();
    for (const tell of now) tell();
  });
}
class PerformanceObserverEntryList {
  #entries;
  constructor(entries) { this.#entries = byStart(entries); }
  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) { return this.#entries.filter((entry) => entry.entryType === type); }
  getEntriesByName(name, type) {
    return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }
}
shown(PerformanceObserverEntryList, (list) => list.getEntries());

class PerformanceObserver {
  #callback;
  #buffer = [];
  #types = new Set();
  #kind;
  #tell = () => {
    const entries = this.takeRecords();
    if (entries.length) this.#callback.call(this, new PerformanceObserverEntryList(entries), this);
  };
  #take = (entry) => {
    if (!this.#types.has(entry.entryType)) return;
    this.#buffer.push(entry);
    pending.add(this.#tell);
    schedule();
  };
  constructor(callback) {
    isFunction(callback, 'callback');
    this.#callback = callback;
  }
  static get supportedEntryTypes() { return TYPES; }
  observe(options = {}) {
    isObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options.entryTypes" and "options.type" arguments must be specified');
    }
    if (entryTypes != null && type != null) {
      throw argValue('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    }
    const kind = entryTypes !== undefined ? 'many' : 'one';
    if (this.#kind && this.#kind !== kind) {
      throw new DOMException(`PerformanceObserver can not change to ${kind === 'many' ? 'multiple' : 'single'} observations`, 'InvalidModificationError');
    }
    this.#kind = kind;
    if (kind === 'many') {
      if (!Array.isArray(entryTypes)) throw argType('options.entryTypes', 'string[]', entryTypes);
      this.#types = new Set(entryTypes.filter((one) => TYPES.includes(one)));
    } else if (TYPES.includes(type)) {
      this.#types.add(type);
      if (buffered) {
        this.#buffer.push(...timeline.filter((entry) => entry.entryType === type));
        if (this.#buffer.length) {
          pending.add(this.#tell);
          schedule();
        }
      }
    }
    if (this.#types.size) observers.add(this.#take);
    else this.disconnect();
  }
  disconnect() {
    observers.delete(this.#take);
    pending.delete(this.#tell);
    this.#buffer = [];
    this.#types.clear();
    this.#kind = undefined;
  }
  takeRecords() { return this.#buffer.splice(0); }
  [inspectCustom](_depth, options) {
    return `PerformanceObserver ${require('util').inspect({
      connected: observers.has(this.#take), pending: pending.has(this.#tell), entryTypes: [...this.#types], buffer: this.#buffer,
    }, options)}`;
  }
}
Object.defineProperty(PerformanceObserver.prototype, Symbol.toStringTag, { value: 'PerformanceObserver', configurable: true });

function tellAll(entry) { for (const take of observers) take(entry); }
function keep(entry) {
  timeline.push(entry);
  tellAll(entry);
  return entry;
}

// ---- performance ----

const { EventTarget } = require('event_target');
const timeOrigin = Date.now() - internal.now();
function timeOf(mark) {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
    return mark;
  }
  isString(mark, 'mark');
  const entry = timeline.findLast((one) => one.entryType === 'mark' && one.name === mark);
  if (!entry) throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
  return entry.startTime;
}
class Performance extends EventTarget {
  get timeOrigin() { return timeOrigin; }
  get nodeTiming() {
    return { name: 'node', entryType: 'node', startTime: 0, duration: internal.now() };
  }
  now() { return internal.now(); }
  mark(name, options = {}) {
    return keep(arguments.length ? new PerformanceMark(name, options) : new PerformanceMark());
  }
  measure(name, from = {}, to = undefined) {
    isString(name, 'name');
    const options = from !== null && typeof from === 'object' ? from : { start: from, end: to };
    const { start, end, duration, detail = null } = options;
    const last = end !== undefined ? timeOf(end) : to !== undefined ? timeOf(to)
      : start !== undefined && duration !== undefined ? timeOf(start) + duration : internal.now();
    const first = start !== undefined ? timeOf(start) : duration !== undefined ? last - duration : 0;
    return keep(make(PerformanceMeasure, name, 'measure', first, last - first, detail));
  }
  clearMarks(name) { clear('mark', name); }
  clearMeasures(name) { clear('measure', name); }
  getEntries() { return byStart(timeline); }
  getEntriesByName(name, type) {
    return byStart(timeline).filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }
  getEntriesByType(type) { return byStart(timeline).filter((entry) => entry.entryType === type); }
  timerify(fn) {
    isFunction(fn, 'fn');
    const timerified = function (...args) {
      const start = internal.now();
      const told = (result) => {
        const entry = make(PerformanceEntry, fn.name, 'function', start, internal.now() - start, args);
        args.forEach((arg, index) => { entry[index] = arg; });
        tellAll(entry);
        return result;
      };
      if (new.target) return told(Reflect.construct(fn, args, fn));
      const result = fn.apply(this, args);
      return typeof result?.finally === 'function' ? result.finally(told) : told(result);
    };
    Object.defineProperty(timerified, 'name', { value: `timerified ${fn.name}`, configurable: true });
    Object.defineProperty(timerified, 'length', { value: fn.length, configurable: true });
    return timerified;
  }
  // Known only where the loop tells how long it has waited.
  eventLoopUtilization(before, earlier) {
    if (!internal.idle) missing('performance.eventLoopUtilization')();
    let idle = internal.idle(), active = internal.now() - idle;
    if (before && earlier) {
      idle = before.idle - earlier.idle;
      active = before.active - earlier.active;
    } else if (before) {
      idle -= before.idle;
      active -= before.active;
    }
    return { idle, active, utilization: idle + active > 0 ? active / (idle + active) : 0 };
  }
  toJSON() { return { nodeTiming: this.nodeTiming, timeOrigin }; }
}
shown(Performance, ({ nodeTiming }) => ({ nodeTiming, timeOrigin }));
function clear(type, name) {
  if (name !== undefined) name = `${name}`;
  timeline = timeline.filter((entry) => entry.entryType !== type || name !== undefined && entry.name !== name);
}
const performance = new Performance();

module.exports = {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  monitorEventLoopDelay: missing('perf_hooks.monitorEventLoopDelay'), createHistogram: missing('perf_hooks.createHistogram'),
  performance, constants: {},
};
