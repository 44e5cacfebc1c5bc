'use strict';
const { AbortError, isObject, isBoolean, isNumber, isSignal } = require('internal_errors');
const timers = { setTimeout, setImmediate, setInterval, clearTimeout, clearImmediate, clearInterval };

const aborted = (signal) => new AbortError(undefined, { cause: signal?.reason });
function check(options) {
  isObject(options, 'options');
  isSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) isBoolean(options.ref, 'options.ref');
}
// As many promise jobs as Node's own finally() takes.
const finallyOf = (promise, action) => new Promise((resolve, reject) => {
  new Promise((a, b) => promise.then(a, b)).finally(action).then(resolve, reject);
});
function later(start, clear, value, options) {
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(aborted(signal));
  let cancel;
  const promise = new Promise((resolve, reject) => {
    const timer = start(resolve, value);
    if (!ref) timer.unref();
    if (!signal) return;
    cancel = () => {
      clear(timer);
      reject(aborted(signal));
    };
    signal.addEventListener('abort', cancel);
  });
  return cancel ? finallyOf(promise, () => signal.removeEventListener('abort', cancel)) : promise;
}
// A wrong argument is told by a promise that is rejected.
function guarded(work) {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

const promises = {
  setTimeout(delay, value, options = {}) {
    return guarded(() => {
      if (delay !== undefined) isNumber(delay, 'delay');
      check(options);
      return later((done, result) => timers.setTimeout(done, delay, result), timers.clearTimeout, value, options);
    });
  },
  setImmediate(value, options = {}) {
    return guarded(() => {
      check(options);
      return later((done, result) => timers.setImmediate(done, result), timers.clearImmediate, value, options);
    });
  },
  async* setInterval(delay, value, options = {}) {
    check(options);
    const { signal, ref = true } = options;
    if (signal?.aborted) throw aborted(signal);
    let missed = 0, wake, cancel;
    const timer = timers.setInterval(() => {
      missed++;
      wake?.();
      wake = undefined;
    }, delay);
    if (!ref) timer.unref();
    if (signal) {
      cancel = () => {
        timers.clearInterval(timer);
        wake?.(Promise.reject(aborted(signal)));
        wake = undefined;
      };
      signal.addEventListener('abort', cancel, { once: true });
    }
    try {
      while (!signal?.aborted) {
        if (missed === 0) await new Promise((resolve) => { wake = resolve; });
        for (; missed > 0; missed--) yield value;
      }
      throw aborted(signal);
    } finally {
      timers.clearInterval(timer);
      if (cancel) signal.removeEventListener('abort', cancel);
    }
  },
};
class Scheduler {
  wait(delay, options) { return promises.setTimeout(delay, undefined, options); }
  yield() { return promises.setImmediate(); }
}
promises.scheduler = new Scheduler();
module.exports = promises;
