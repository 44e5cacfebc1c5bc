'use strict';
const { coded, hide, argType, isInteger } = require('internal_errors');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

const CODES = {
  IndexSizeError: 1, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12,
  InvalidAccessError: 15, TimeoutError: 23, AbortError: 20, DataCloneError: 25, NetworkError: 19,
  QuotaExceededError: 22, InvalidCharacterError: 5, TypeMismatchError: 17,
};
const described = new WeakMap();
class DOMException extends Error {
  constructor(message = '', options = 'Error') {
    super(message);
    const named = options !== null && typeof options === 'object';
    const name = `${(named ? options.name : options) ?? 'Error'}`;
    delete this.message;
    described.set(this, { name, message: `${message}` });
    if (named && 'cause' in options) hide(this, 'cause', options.cause);
    if (typeof this.stack === 'string') {
      const head = this.message ? `${name}: ${this.message}` : name;
      const frames = this.stack.indexOf('\n    at ');
      hide(this, 'stack', head + (frames < 0 ? '' : this.stack.slice(frames)));
    }
  }
  get name() { return described.get(this)?.name ?? 'Error'; }
  get message() { return described.get(this)?.message ?? ''; }
  get code() { return CODES[this.name] ?? 0; }
  get [Symbol.toStringTag]() { return 'DOMException'; }
}

function show(self, fields, depth, options) {
  const { name } = self.constructor;
  if (depth < 0) return name;
  return `${name} ${require('util').inspect(fields, {
    ...options, depth: options?.depth == null ? null : options.depth - 1 })}`;
}

const state = new WeakMap();
class Event {
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    if (options != null && typeof options !== 'object') throw argType('options', 'Object', options);
    state.set(this, {
      type: `${type}`, bubbles: !!options?.bubbles, cancelable: !!options?.cancelable, composed: !!options?.composed,
      prevented: false, stopped: false, stoppedNow: false, target: null, current: null, running: false, time: internal.now(),
    });
  }
  get type() { return state.get(this).type; }
  get target() { return state.get(this).target; }
  get srcElement() { return state.get(this).target; }
  get currentTarget() { return state.get(this).current; }
  get bubbles() { return state.get(this).bubbles; }
  get cancelable() { return state.get(this).cancelable; }
  get composed() { return state.get(this).composed; }
  get defaultPrevented() { const s = state.get(this); return s.cancelable && s.prevented; }
  get returnValue() { return !this.defaultPrevented; }
  get timeStamp() { return state.get(this).time; }
  get eventPhase() { return state.get(this).running ? 2 : 0; }
  get isTrusted() { return false; }
  get cancelBubble() { return state.get(this).stopped; }
  composedPath() { const s = state.get(this); return s.running ? [s.current] : []; }
  preventDefault() { state.get(this).prevented = true; }
  stopPropagation() { state.get(this).stopped = true; }
  stopImmediatePropagation() { const s = state.get(this); s.stopped = s.stoppedNow = true; }
  [inspectCustom](depth, options) {
    return show(this, {
      type: this.type, defaultPrevented: this.defaultPrevented, cancelable: this.cancelable, timeStamp: this.timeStamp,
    }, depth, options);
  }
}
Object.assign(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });

class CustomEvent extends Event {
  #detail;
  constructor(type, options = undefined) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}

const registry = new WeakMap();
function listsOf(target) {
  const lists = registry.get(target);
  if (lists === undefined) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type EventTarget');
  return lists;
}
// What a listener throws or rejects with is thrown out of a tick of its own.
const rethrow = (error) => process.nextTick(() => { throw error; });

class EventTarget {
  constructor() { registry.set(this, new Map()); }
  addEventListener(type, listener, options = undefined) {
    const lists = listsOf(this);
    const { once = false, capture = false, passive = false, signal } =
      typeof options === 'boolean' ? { capture: options } : options ?? {};
    if (listener == null) return;
    if (typeof listener !== 'function' && typeof listener !== 'object') throw argType('listener', 'EventListener', listener);
    if (signal?.aborted) return;
    const key = `${type}`;
    if (!lists.has(key)) lists.set(key, []);
    const list = lists.get(key);
    if (list.some((one) => one.listener === listener && one.capture === !!capture)) return;
    list.push({ listener, once: !!once, capture: !!capture, passive: !!passive, removed: false });
    signal?.addEventListener('abort', () => this.removeEventListener(key, listener, { capture }), { once: true });
  }
  removeEventListener(type, listener, options = undefined) {
    const list = listsOf(this).get(`${type}`);
    const capture = !!(typeof options === 'boolean' ? options : options?.capture);
    const at = list?.findIndex((one) => one.listener === listener && one.capture === capture) ?? -1;
    if (at >= 0) list.splice(at, 1)[0].removed = true;
  }
  dispatchEvent(event) {
    const list = listsOf(this).get(event?.type) ?? [];
    if (!(event instanceof Event)) throw argType('event', 'Event', event);
    const s = state.get(event);
    if (s.running) throw coded(Error, 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
    s.target = s.current = this;
    s.running = true;
    for (const one of list.slice()) {
      if (one.removed) continue;
      if (one.once) {
        one.removed = true;
        list.splice(list.indexOf(one), 1);
      }
      try {
        const { listener } = one;
        const result = typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent?.(event);
        const then = result?.then;
        if (typeof then === 'function') then.call(result, undefined, rethrow);
      } catch (error) {
        rethrow(error);
      }
      if (s.stoppedNow) break;
    }
    s.current = null;
    s.running = false;
    return !event.defaultPrevented;
  }
  [inspectCustom](depth, options) { return show(this, {}, depth, options); }
}
// An on… attribute is a listener that stands where it was first set.
function attribute(Class, type) {
  const handlers = new WeakMap();
  Object.defineProperty(Class.prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get() { return handlers.get(this)?.now ?? null; },
    set(value) {
      let handler = handlers.get(this);
      if (!handler) {
        handler = { listener: (event) => handler.now.call(this, event) };
        handlers.set(this, handler);
      }
      handler.now = typeof value === 'function' ? value : null;
      if (handler.now) this.addEventListener(type, handler.listener);
      else this.removeEventListener(type, handler.listener);
    },
  });
}
function listenersOf(target, type) { return (listsOf(target).get(`${type}`) ?? []).map((one) => one.listener); }

const signals = new WeakMap();
let making = false;
function makeSignal(aborted = false, reason = undefined) {
  making = true;
  const signal = new AbortSignal();
  making = false;
  signals.set(signal, { aborted, reason, dependants: new Set(), sources: new Set() });
  return signal;
}
const abortError = () => new DOMException('This operation was aborted', 'AbortError');

function abort(signal, reason) {
  const s = signals.get(signal);
  if (s.aborted) return;
  s.aborted = true;
  s.reason = reason;
  signal.dispatchEvent(new Event('abort'));
  for (const one of s.dependants) abort(one, reason);
}

class AbortSignal extends EventTarget {
  constructor() {
    if (!making) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }
  get aborted() { return signals.get(this).aborted; }
  get reason() { return signals.get(this).reason; }
  throwIfAborted() { if (this.aborted) throw this.reason; }
  static abort(reason = abortError()) { return makeSignal(true, reason); }
  static timeout(delay) {
    isInteger(delay, 'delay', 0, 2 ** 32 - 1);
    const signal = makeSignal();
    setTimeout(() => abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref?.();
    return signal;
  }
  static any(list) {
    for (const one of list) if (!signals.has(one)) throw argType('signals', 'AbortSignal', one);
    const done = list.find((one) => one.aborted);
    if (done) return makeSignal(true, done.reason);
    const signal = makeSignal();
    for (const one of list) {
      const { sources } = signals.get(one);
      for (const source of sources.size ? sources : [one]) {
        signals.get(source).dependants.add(signal);
        signals.get(signal).sources.add(source);
      }
    }
    return signal;
  }
  [inspectCustom](depth, options) { return show(this, { aborted: this.aborted }, depth, options); }
  get [Symbol.toStringTag]() { return 'AbortSignal'; }
}
attribute(AbortSignal, 'abort');

class AbortController {
  #signal = makeSignal();
  get signal() { return this.#signal; }
  abort(reason = abortError()) { abort(this.#signal, reason); }
  [inspectCustom](depth, options) { return show(this, { signal: this.signal }, depth, options); }
  get [Symbol.toStringTag]() { return 'AbortController'; }
}
for (const [Class, tag] of [[Event, 'Event'], [EventTarget, 'EventTarget'], [CustomEvent, 'CustomEvent']]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: tag, configurable: true });
}
module.exports = { Event, EventTarget, CustomEvent, AbortController, AbortSignal, DOMException, listenersOf };
