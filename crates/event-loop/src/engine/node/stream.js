'use strict';
// Streams as two state machines, one for each direction; what happens in a tick of its own in Node 20 does so here.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const { AbortController } = require('event_target');
const { coded, argType, isFunction, isSignal, AbortError } = require('internal_errors');

const tick = internal.nextTick;
const nop = () => {};
const kConstruct = Symbol('kConstruct');
const kDestroy = Symbol('kDestroy');

const FAULTS = {
  ERR_STREAM_PREMATURE_CLOSE: () => 'Premature close',
  ERR_STREAM_DESTROYED: (what) => `Cannot call ${what} after a stream was destroyed`,
  ERR_STREAM_ALREADY_FINISHED: (what) => `Cannot call ${what} after a stream was finished`,
  ERR_STREAM_WRITE_AFTER_END: () => 'write after end',
  ERR_STREAM_PUSH_AFTER_EOF: () => 'stream.push() after EOF',
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: () => 'stream.unshift() after end event',
  ERR_STREAM_CANNOT_PIPE: () => 'Cannot pipe, not readable',
  ERR_MULTIPLE_CALLBACK: () => 'Callback called multiple times',
  ERR_METHOD_NOT_IMPLEMENTED: (what) => `The ${what} method is not implemented`,
};
const fault = (code, what) => coded(Error, code, FAULTS[code](what));
const nullValues = () => coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
// Of two errors the later one holds the first, as Node's aggregateTwoErrors().
function both(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) { outer.errors.push(inner); return outer; }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return error;
}

const states = (stream) => [stream._writableState, stream._readableState];
const each = (stream, change) => states(stream).forEach((state) => state && change(state));
const mark = (stream, error) => { if (error) each(stream, (state) => { state.errored ??= error; }); };

// ---- the life of a stream: constructed, destroyed, closed ----

function construct(stream, then) {
  if (!stream._construct) return;
  each(stream, (state) => { state.constructed = false; });
  stream.once(kConstruct, then);
  if (stream.listenerCount(kConstruct) > 1) return;
  tick(() => {
    let called = false;
    const done = (error) => {
      if (called) return errorOrDestroy(stream, error ?? fault('ERR_MULTIPLE_CALLBACK'));
      called = true;
      each(stream, (state) => { state.constructed = true; });
      const state = stream._writableState ?? stream._readableState;
      if (state.destroyed) stream.emit(kDestroy, error);
      else if (error) errorOrDestroy(stream, error, true);
      else stream.emit(kConstruct);
      return undefined;
    };
    try {
      stream._construct((error) => tick(done, error));
    } catch (error) {
      tick(done, error);
    }
  });
}

function destroy(error, callback) {
  const all = states(this).filter(Boolean);
  if (all.some((state) => state.destroyed)) {
    callback?.();
    return this;
  }
  mark(this, error);
  for (const state of all) state.destroyed = true;
  const run = (reason) => {
    let called = false;
    const done = (failure) => {
      if (called) return;
      called = true;
      mark(this, failure);
      for (const state of all) state.closed = true;
      callback?.(failure);
      tick(() => {
        if (failure) emitError(this, failure);
        for (const state of all) state.closeEmitted = true;
        if (all.some((state) => state.emitClose)) this.emit('close');
      });
    };
    try {
      this._destroy(reason || null, done);
    } catch (failure) {
      done(failure);
    }
  };
  if (all[0].constructed) run(error);
  else this.once(kDestroy, (first) => run(both(first, error)));
  return this;
}
function emitError(stream, error) {
  const all = states(stream).filter(Boolean);
  if (all.some((state) => state.errorEmitted)) return;
  for (const state of all) state.errorEmitted = true;
  stream.emit('error', error);
}
function errorOrDestroy(stream, error, sync = false) {
  const all = states(stream).filter(Boolean);
  if (all.some((state) => state.destroyed)) return;
  if (all.some((state) => state.autoDestroy)) {
    stream.destroy(error);
  } else if (error) {
    mark(stream, error);
    if (sync) tick(emitError, stream, error);
    else emitError(stream, error);
  }
}
function destroyer(stream, error) {
  if (!stream || stream.destroyed) return;
  if (!error && !isDone(stream)) error = new AbortError();
  if (typeof stream.destroy === 'function') stream.destroy(error);
  else stream.close?.();
}
const isDone = (stream) => {
  const [w, r] = states(stream);
  return (!w || w.finished || w.writable === false) && (!r || r.endEmitted || r.readable === false);
};

function common(options, name, duplex) {
  const objectMode = !!(options?.objectMode || duplex && options?.[`${name}ObjectMode`]);
  const limit = options?.highWaterMark ?? (duplex ? options?.[`${name}HighWaterMark`] : undefined);
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE',
      `The property 'options.highWaterMark' is invalid. Received ${require('util').inspect(limit)}`);
  }
  return {
    objectMode, highWaterMark: limit ?? (objectMode ? 16 : 16384), length: 0, constructed: true, destroyed: false,
    errored: null, errorEmitted: false, closed: false, closeEmitted: false, sync: true,
    emitClose: options?.emitClose !== false, autoDestroy: options?.autoDestroy !== false,
    defaultEncoding: options?.defaultEncoding || 'utf8',
  };
}
function adopt(stream, options, names) {
  for (const name of names) if (typeof options?.[name] === 'function') stream[`_${name}`] = options[name];
  if (options?.signal) {
    isSignal(options.signal, 'signal');
    const { signal } = options;
    const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) abort();
    else {
      signal.addEventListener('abort', abort, { once: true });
      finished(stream, () => signal.removeEventListener('abort', abort));
    }
  }
}

function Stream(options) { EventEmitter.call(this, options); }
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

// ---- Readable ----

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  this._readableState = readableState(options, this instanceof Duplex);
  adopt(this, options, ['read', 'destroy', 'construct']);
  Stream.call(this, options);
  construct(this, () => { if (this._readableState.needReadable) readMore(this, this._readableState); });
}
function readableState(options, duplex) {
  const state = Object.assign(common(options, 'readable', duplex), {
    buffer: [], pipes: [], flowing: null, ended: false, endEmitted: false, reading: false, needReadable: false,
    emittedReadable: false, readableListening: false, resumeScheduled: false, paused: null, readingMore: false,
    dataEmitted: false, waiting: new Set(), decoder: null, encoding: null,
  });
  if (options?.encoding) {
    state.decoder = new StringDecoder(options.encoding);
    state.encoding = options.encoding;
  }
  return state;
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function addChunk(stream, state, chunk, front) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    state.waiting.clear();
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (front) state.buffer.unshift(chunk); else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  readMore(stream, state);
}
function accept(stream, chunk, encoding, front) {
  const state = stream._readableState;
  if (!state.objectMode && chunk != null) {
    if (typeof chunk === 'string') {
      encoding ||= state.defaultEncoding;
      if (state.encoding !== encoding) {
        chunk = Buffer.from(chunk, encoding);
        if (front && state.encoding) chunk = chunk.toString(state.encoding);
        else encoding = '';
      }
    } else if (chunk instanceof Uint8Array) {
      if (!(chunk instanceof Buffer)) chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = '';
    } else {
      errorOrDestroy(stream, argType('chunk', ['string', 'Buffer', 'Uint8Array'], chunk));
      return !state.ended && (state.length < state.highWaterMark || state.length === 0);
    }
  }
  if (chunk === null) {
    state.reading = false;
    endOfData(stream, state);
  } else if (state.objectMode || chunk?.length > 0) {
    if (front) {
      if (state.endEmitted) errorOrDestroy(stream, fault('ERR_STREAM_UNSHIFT_AFTER_END_EVENT'));
      else if (state.destroyed || state.errored) return false;
      else addChunk(stream, state, chunk, true);
    } else if (state.ended) {
      errorOrDestroy(stream, fault('ERR_STREAM_PUSH_AFTER_EOF'));
    } else if (state.destroyed || state.errored) {
      return false;
    } else {
      state.reading = false;
      if (state.decoder && !encoding) chunk = state.decoder.write(chunk);
      if (state.objectMode || chunk.length) addChunk(stream, state, chunk, false);
      else readMore(stream, state);
    }
  } else if (!front) {
    state.reading = false;
    readMore(stream, state);
  }
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}
function endOfData(stream, state) {
  if (state.ended) return;
  const last = state.decoder?.end();
  if (last?.length) {
    state.buffer.push(last);
    state.length += state.objectMode ? 1 : last.length;
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}
function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  tick(emitReadableNow, stream);
}
function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}
function readMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  tick(() => {
    while (!state.reading && !state.ended &&
        (state.length < state.highWaterMark || state.flowing && state.length === 0)) {
      const before = state.length;
      stream.read(0);
      if (before === state.length) break;
    }
    state.readingMore = false;
  });
}
function flow(stream) { while (stream._readableState.flowing && stream.read() !== null); }
function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  tick(() => {
    if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
    state.endEmitted = true;
    stream.emit('end');
    const w = stream._writableState;
    if (stream.writable && stream.allowHalfOpen === false) {
      tick(() => { if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end(); });
    } else if (state.autoDestroy && (!w || w.autoDestroy && (w.finished || w.writable === false))) {
      stream.destroy();
    }
  });
}
function amount(n, state) {
  if (n <= 0 || state.length === 0 && state.ended) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) return state.flowing && state.length ? state.buffer[0].length : state.length;
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}
function take(n, state) {
  if (state.length === 0) return null;
  const { buffer } = state;
  if (state.objectMode) return buffer.shift();
  if (buffer.length && n === buffer[0].length) return buffer.shift();
  const all = state.decoder ? buffer.join('') : buffer.length === 1 ? buffer[0] : Buffer.concat(buffer);
  buffer.length = 0;
  if (!n || n >= state.length) return all;
  buffer.push(all.slice(n));
  return all.slice(0, n);
}
function resume(stream, state) {
  if (state.resumeScheduled) return;
  state.resumeScheduled = true;
  tick(() => {
    if (!state.reading) stream.read(0);
    state.resumeScheduled = false;
    stream.emit('resume');
    flow(stream);
    if (state.flowing && !state.reading) stream.read(0);
  });
}
function updateListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state.paused === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

const readableMethods = {
  push(chunk, encoding) { return accept(this, chunk, encoding, false); },
  unshift(chunk, encoding) { return accept(this, chunk, encoding, true); },
  read(n) {
    n = n === undefined ? NaN : Number.isInteger(n) ? n : Number.parseInt(n, 10);
    const state = this._readableState, asked = n;
    if (n > state.highWaterMark) state.highWaterMark = 2 ** Math.ceil(Math.log2(n));
    if (n !== 0) state.emittedReadable = false;
    if (n === 0 && state.needReadable && (state.ended ||
        (state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0))) {
      if (state.length === 0 && state.ended) endReadable(this);
      else emitReadable(this);
      return null;
    }
    n = amount(n, state);
    if (n === 0 && state.ended) {
      if (state.length === 0) endReadable(this);
      return null;
    }
    const more = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
    if (more && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
      state.reading = true;
      state.sync = true;
      if (state.length === 0) state.needReadable = true;
      try {
        this._read(state.highWaterMark);
      } catch (error) {
        errorOrDestroy(this, error);
      }
      state.sync = false;
      if (!state.reading) n = amount(asked, state);
    }
    const chunk = n > 0 ? take(n, state) : null;
    if (chunk === null) {
      state.needReadable = state.length <= state.highWaterMark;
      n = 0;
    } else {
      state.length -= n;
      state.waiting.clear();
    }
    if (state.length === 0) {
      if (!state.ended) state.needReadable = true;
      if (asked !== n && state.ended) endReadable(this);
    }
    if (chunk !== null && !state.closeEmitted) {
      state.dataEmitted = true;
      this.emit('data', chunk);
    }
    return chunk;
  },
  _read() { throw fault('ERR_METHOD_NOT_IMPLEMENTED', '_read()'); },
  destroy,
  _destroy(error, callback) { callback(error); },
  on(type, listener) {
    Stream.prototype.on.call(this, type, listener);
    const state = this._readableState;
    if (type === 'data') {
      state.readableListening = this.listenerCount('readable') > 0;
      if (state.flowing !== false) this.resume();
    } else if (type === 'readable' && !state.endEmitted && !state.readableListening) {
      state.readableListening = state.needReadable = true;
      state.flowing = false;
      state.emittedReadable = false;
      if (state.length) emitReadable(this);
      else if (!state.reading) tick(() => this.read(0));
    }
    return this;
  },
  removeListener(type, listener) {
    Stream.prototype.removeListener.call(this, type, listener);
    if (type === 'readable') tick(updateListening, this);
    return this;
  },
  removeAllListeners(type) {
    Stream.prototype.removeAllListeners.apply(this, arguments);
    if (type === 'readable' || type === undefined) tick(updateListening, this);
    return this;
  },
  resume() {
    const state = this._readableState;
    if (!state.flowing) {
      state.flowing = !state.readableListening;
      resume(this, state);
    }
    state.paused = false;
    return this;
  },
  pause() {
    const state = this._readableState;
    if (state.flowing !== false) {
      state.flowing = false;
      this.emit('pause');
    }
    state.paused = true;
    return this;
  },
  isPaused() { return this._readableState.paused === true || this._readableState.flowing === false; },
  setEncoding(encoding) {
    const state = this._readableState;
    state.decoder = new StringDecoder(encoding);
    state.encoding = state.decoder.encoding;
    const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join('');
    state.buffer = text ? [text] : [];
    state.length = text.length;
    return this;
  },
  pipe(target, options) {
    const source = this, state = this._readableState;
    state.pipes.push(target);
    const ends = options?.end !== false && target !== process.stdout && target !== process.stderr;
    const atEnd = ends ? () => target.end() : () => source.unpipe(target);
    if (state.endEmitted) tick(atEnd);
    else source.once('end', atEnd);
    let onDrain = null, cleaned = false;
    const pause = () => {
      if (!cleaned) {
        state.waiting.add(target);
        source.pause();
      }
      if (onDrain) return;
      onDrain = () => {
        state.waiting.delete(target);
        if (state.waiting.size === 0 && source.listenerCount('data')) source.resume();
      };
      target.on('drain', onDrain);
    };
    const onData = (chunk) => { if (target.write(chunk) === false) pause(); };
    const onError = (error) => {
      source.unpipe(target);
      target.removeListener('error', onError);
      if (target.listenerCount('error') > 0) return;
      const other = target._writableState ?? target._readableState;
      if (other && !other.errorEmitted) errorOrDestroy(target, error);
      else target.emit('error', error);
    };
    const onClose = () => {
      target.removeListener('finish', onFinish);
      source.unpipe(target);
    };
    const onFinish = () => {
      target.removeListener('close', onClose);
      source.unpipe(target);
    };
    const onUnpipe = (from, info) => {
      if (from !== source || info?.hasUnpiped !== false) return;
      info.hasUnpiped = true;
      target.removeListener('close', onClose);
      target.removeListener('finish', onFinish);
      if (onDrain) target.removeListener('drain', onDrain);
      target.removeListener('error', onError);
      target.removeListener('unpipe', onUnpipe);
      source.removeListener('end', atEnd);
      source.removeListener('data', onData);
      cleaned = true;
      if (onDrain && state.waiting.size && (!target._writableState || target._writableState.needDrain)) onDrain();
    };
    target.on('unpipe', onUnpipe);
    source.on('data', onData);
    target.prependListener('error', onError);
    target.once('close', onClose);
    target.once('finish', onFinish);
    target.emit('pipe', source);
    if (target.writableNeedDrain === true) pause();
    else if (!state.flowing) source.resume();
    return target;
  },
  unpipe(target) {
    const state = this._readableState;
    if (!target) {
      const all = state.pipes;
      state.pipes = [];
      if (all.length) this.pause();
      for (const one of all) one.emit('unpipe', this, { hasUnpiped: false });
      return this;
    }
    const at = state.pipes.indexOf(target);
    if (at < 0) return this;
    state.pipes.splice(at, 1);
    if (state.pipes.length === 0) this.pause();
    target.emit('unpipe', this, { hasUnpiped: false });
    return this;
  },
  iterator(options) { return iterate(this, options); },
  [Symbol.asyncIterator]() { return iterate(this); },
  [EventEmitter.captureRejectionSymbol](error) { this.destroy(error); },
  async toArray() {
    const all = [];
    for await (const chunk of this) all.push(chunk);
    return all;
  },
  async forEach(visit) { for await (const chunk of this) await visit(chunk); },
  map(change) {
    const source = this;
    return Readable.from((async function* () { for await (const chunk of source) yield change(chunk); })());
  },
  filter(test) {
    const source = this;
    return Readable.from((async function* () { for await (const chunk of source) if (await test(chunk)) yield chunk; })());
  },
  take(count) {
    const source = this;
    return Readable.from((async function* () {
      if (count <= 0) return;
      for await (const chunk of source) {
        yield chunk;
        if (--count <= 0) return;
      }
    })());
  },
  drop(count) {
    const source = this;
    return Readable.from((async function* () { for await (const chunk of source) if (count-- <= 0) yield chunk; })());
  },
  async reduce(merge, ...initial) {
    let isEmpty = initial.length === 0, sum = initial[0];
    for await (const chunk of this) {
      sum = isEmpty ? chunk : await merge(sum, chunk);
      isEmpty = false;
    }
    if (isEmpty) throw new TypeError('Reduce of an empty stream requires an initial value');
    return sum;
  },
  async some(test) {
    for await (const chunk of this) if (await test(chunk)) return true;
    return false;
  },
  async every(test) {
    for await (const chunk of this) if (!(await test(chunk))) return false;
    return true;
  },
  async find(test) {
    for await (const chunk of this) if (await test(chunk)) return chunk;
    return undefined;
  },
};
readableMethods.addListener = readableMethods.on;
readableMethods.off = readableMethods.removeListener;

async function* iterate(stream, options) {
  let wake = nop, error;
  const run = () => {
    const now = wake;
    wake = nop;
    now();
  };
  stream.on('readable', run);
  const cleanup = finished(stream, { writable: false }, (failure) => {
    error = failure ? both(error, failure) : null;
    run();
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise((resolve) => { wake = resolve; });
    }
  } catch (failure) {
    error = both(error, failure);
    throw error;
  } finally {
    if ((error || options?.destroyOnReturn !== false) && (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', run);
      cleanup();
    }
  }
}

function getters(target, all) {
  for (const [name, get] of Object.entries(all)) Object.defineProperty(target, name, { get, set: nop, configurable: true });
}
function methods(target, all) {
  for (const name of Reflect.ownKeys(all)) Object.defineProperty(target, name, { value: all[name], writable: true, configurable: true });
}
methods(Readable.prototype, readableMethods);
Object.defineProperty(Readable.prototype, 'readable', {
  configurable: true,
  get() {
    const r = this._readableState;
    return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
  },
  set(value) { if (this._readableState) this._readableState.readable = !!value; },
});
const readableGetters = {
  destroyed() { return !!(this._readableState ?? this._writableState)?.destroyed; },
  closed() { return !!this._readableState?.closed; },
  errored() { return this._readableState?.errored ?? null; },
  readableEnded() { return !!this._readableState?.endEmitted; },
  readableFlowing() { return this._readableState?.flowing; },
  readableLength() { return this._readableState?.length; },
  readableHighWaterMark() { return this._readableState?.highWaterMark; },
  readableObjectMode() { return !!this._readableState?.objectMode; },
  readableEncoding() { return this._readableState?.encoding ?? null; },
  readableAborted() {
    const r = this._readableState;
    return !!(r.readable !== false && (r.destroyed || r.errored) && !r.endEmitted);
  },
  readableDidRead() { return this._readableState.dataEmitted; },
};
getters(Readable.prototype, readableGetters);
Object.defineProperty(Readable.prototype, 'readableFlowing', {
  get: readableGetters.readableFlowing,
  set(value) { if (this._readableState) this._readableState.flowing = value; },
});

Readable.from = function from(iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({ objectMode: true, ...options, read() { this.push(iterable); this.push(null); } });
  }
  const isAsync = !!iterable?.[Symbol.asyncIterator];
  if (!isAsync && !iterable?.[Symbol.iterator]) throw argType('iterable', ['Iterable'], iterable);
  const iterator = isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  const next = async () => {
    for (;;) {
      try {
        const { value, done } = isAsync ? await iterator.next() : iterator.next();
        if (done) {
          stream.push(null);
        } else {
          const item = typeof value?.then === 'function' ? await value : value;
          if (item === null) {
            reading = false;
            throw nullValues();
          }
          if (stream.push(item)) continue;
          reading = false;
        }
      } catch (error) {
        stream.destroy(error);
      }
      break;
    }
  };
  const close = async (error) => {
    if (error != null && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  };
  stream._read = () => {
    if (reading) return;
    reading = true;
    next();
  };
  stream._destroy = (error, callback) => {
    close(error).then(() => tick(callback, error), (other) => tick(callback, other || error));
  };
  return stream;
};

// ---- Writable ----

function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);
  this._writableState = writableState(this, options, this instanceof Duplex);
  adopt(this, options, ['write', 'writev', 'destroy', 'final', 'construct']);
  Stream.call(this, options);
  constructWritable(this);
}
function constructWritable(stream) {
  const state = stream._writableState;
  construct(stream, () => {
    if (!state.writing) clearBuffer(stream, state);
    finishMaybe(stream, state);
  });
}
function writableState(stream, options, duplex) {
  const state = Object.assign(common(options, 'writable', duplex), {
    buffered: [], next: 0, writing: false, corked: 0, bufferProcessing: false, needDrain: false, ending: false, ended: false,
    finished: false, prefinished: false, finalCalled: false, pendingcb: 0, onFinished: [], after: null, afterPending: false,
    decodeStrings: options?.decodeStrings !== false, writecb: null, writelen: 0,
  });
  state.onwrite = (error) => onwrite(stream, state, error);
  return state;
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    return Function.prototype[Symbol.hasInstance].call(this, object) ||
      this === Writable && typeof object?._writableState?.onwrite === 'function';
  },
});

function write(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof encoding === 'function') [callback, encoding] = [encoding, undefined];
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
  }
  encoding ||= state.defaultEncoding;
  if (typeof callback !== 'function') callback = nop;
  if (chunk === null) throw nullValues();
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (ArrayBuffer.isView(chunk)) {
      if (!(chunk instanceof Buffer)) chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw argType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }
  const error = state.ending ? fault('ERR_STREAM_WRITE_AFTER_END')
    : state.destroyed ? fault('ERR_STREAM_DESTROYED', 'write') : null;
  if (error) {
    tick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  const room = state.length < state.highWaterMark;
  if (!room) state.needDrain = true;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
  } else {
    handOver(stream, state, length, chunk, encoding, callback, false);
  }
  return room && !state.errored && !state.destroyed;
}
function handOver(stream, state, length, chunk, encoding, callback, many) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(fault('ERR_STREAM_DESTROYED', 'write'));
  else if (many) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}
function onwrite(stream, state, error) {
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, fault('ERR_MULTIPLE_CALLBACK'));
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    mark(stream, error);
    const fail = () => {
      state.pendingcb--;
      callback(error);
      failBuffer(state);
      errorOrDestroy(stream, error);
    };
    if (sync) tick(fail);
    else fail();
    return;
  }
  if (waits(state)) clearBuffer(stream, state);
  if (!sync) {
    afterWrite(stream, state, 1, callback);
  } else if (callback === nop) {
    // Nobody waits for this write: a tick is spent only if 'drain' is due.
    if (!state.afterPending && (state.destroyed || state.needDrain && state.length === 0)) {
      state.afterPending = true;
      tick(afterWrite, stream, state, 1, callback);
    } else {
      state.pendingcb--;
      if (state.ending) finishMaybe(stream, state, true);
    }
  } else if (state.after?.callback === callback) {
    state.after.count++;
  } else {
    const after = state.after = { count: 1, callback };
    tick(() => {
      state.after = null;
      afterWrite(stream, state, after.count, callback);
    });
  }
}
function afterWrite(stream, state, count, callback) {
  state.afterPending = false;
  if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) failBuffer(state);
  finishMaybe(stream, state, true);
}
function failBuffer(state) {
  if (state.writing) return;
  for (const { chunk, callback } of state.buffered.splice(state.next)) {
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? fault('ERR_STREAM_DESTROYED', 'write'));
  }
  state.buffered.length = state.next = 0;
  for (const callback of state.onFinished.splice(0)) callback(state.errored ?? fault('ERR_STREAM_DESTROYED', 'end'));
}
const waits = (state) => state.buffered.length - state.next;
function clearBuffer(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed || !waits(state)) return;
  state.bufferProcessing = true;
  if (waits(state) > 1 && stream._writev) {
    const all = state.buffered.splice(state.next);
    state.buffered.length = state.next = 0;
    state.pendingcb -= all.length - 1;
    handOver(stream, state, state.length, all, '', (error) => all.forEach((one) => one.callback(error)), true);
  } else {
    do {
      const { chunk, encoding, callback } = state.buffered[state.next];
      state.buffered[state.next++] = null;
      handOver(stream, state, state.objectMode ? 1 : chunk.length, chunk, encoding, callback, false);
    } while (state.next < state.buffered.length && !state.writing);
    // Only now: as long as the list is not empty, the stream does not finish.
    if (state.next === state.buffered.length) {
      state.buffered.length = state.next = 0;
    } else if (state.next > 256) {
      state.buffered.splice(0, state.next);
      state.next = 0;
    }
  }
  state.bufferProcessing = false;
}
const needFinish = (state) => state.ending && !state.destroyed && state.constructed && state.length === 0 &&
  !state.errored && state.buffered.length === 0 && !state.finished && !state.writing && !state.errorEmitted && !state.closeEmitted;
function finishMaybe(stream, state, sync = false) {
  if (!needFinish(state)) return;
  if (!state.prefinished && !state.finalCalled) {
    if (typeof stream._final === 'function' && !state.destroyed) {
      state.finalCalled = true;
      callFinal(stream, state);
    } else {
      state.prefinished = true;
      stream.emit('prefinish');
    }
  }
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    tick(() => {
      if (needFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}
function callFinal(stream, state) {
  let called = false, sync = true;
  const done = (error) => {
    if (called) {
      errorOrDestroy(stream, error ?? fault('ERR_MULTIPLE_CALLBACK'));
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      for (const callback of state.onFinished.splice(0)) callback(error);
      errorOrDestroy(stream, error, sync);
    } else if (needFinish(state)) {
      state.prefinished = true;
      stream.emit('prefinish');
      state.pendingcb++;
      tick(finish, stream, state);
    }
  };
  state.pendingcb++;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  sync = false;
}
function finish(stream, state) {
  state.pendingcb--;
  state.finished = true;
  for (const callback of state.onFinished.splice(0)) callback(null);
  stream.emit('finish');
  const r = stream._readableState;
  if (state.autoDestroy && (!r || r.autoDestroy && (r.endEmitted || r.readable === false))) stream.destroy();
}

const writableMethods = {
  write(chunk, encoding, callback) { return write(this, chunk, encoding, callback) === true; },
  _write(chunk, encoding, callback) {
    if (!this._writev) throw fault('ERR_METHOD_NOT_IMPLEMENTED', '_write()');
    this._writev([{ chunk, encoding }], callback);
  },
  _writev: null,
  end(chunk, encoding, callback) {
    const state = this._writableState;
    if (typeof chunk === 'function') [callback, chunk, encoding] = [chunk, null, null];
    else if (typeof encoding === 'function') [callback, encoding] = [encoding, null];
    let error;
    if (chunk !== null && chunk !== undefined) {
      const result = write(this, chunk, encoding);
      if (result instanceof Error) error = result;
    }
    if (state.corked) {
      state.corked = 1;
      this.uncork();
    }
    if (error) {
      // The error of the write is told.
    } else if (!state.errored && !state.ending) {
      state.ending = true;
      finishMaybe(this, state, true);
      state.ended = true;
    } else if (state.finished) {
      error = fault('ERR_STREAM_ALREADY_FINISHED', 'end');
    } else if (state.destroyed) {
      error = fault('ERR_STREAM_DESTROYED', 'end');
    }
    if (typeof callback === 'function') {
      if (error) tick(callback, error);
      else if (state.finished) tick(callback);
      else state.onFinished.push(callback);
    }
    return this;
  },
  cork() { this._writableState.corked++; },
  uncork() {
    const state = this._writableState;
    if (!state.corked) return;
    state.corked--;
    if (!state.writing) clearBuffer(this, state);
  },
  setDefaultEncoding(encoding) { this._writableState.defaultEncoding = encoding; return this; },
  destroy(error, callback) {
    const state = this._writableState;
    if (!state.destroyed && (waits(state) || state.onFinished.length)) tick(failBuffer, state);
    return destroy.call(this, error, callback);
  },
  _destroy(error, callback) { callback(error); },
};
methods(Writable.prototype, {
  ...writableMethods,
  pipe() { errorOrDestroy(this, fault('ERR_STREAM_CANNOT_PIPE')); },
  [EventEmitter.captureRejectionSymbol](error) { this.destroy(error); },
});
const writable = {
  configurable: true,
  get() {
    const w = this._writableState;
    return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
  },
  set(value) { if (this._writableState) this._writableState.writable = !!value; },
};
Object.defineProperty(Writable.prototype, 'writable', writable);
const writableGetters = {
  writableFinished() { return !!this._writableState?.finished; },
  writableEnded() { return !!this._writableState?.ending; },
  writableLength() { return this._writableState?.length; },
  writableHighWaterMark() { return this._writableState?.highWaterMark; },
  writableObjectMode() { return !!this._writableState?.objectMode; },
  writableCorked() { return this._writableState?.corked ?? 0; },
  writableNeedDrain() {
    const w = this._writableState;
    return !!w && !w.destroyed && !w.ending && w.needDrain;
  },
  writableAborted() {
    const w = this._writableState;
    return !!(w.writable !== false && (w.destroyed || w.errored) && !w.finished);
  },
};
getters(Writable.prototype, {
  ...writableGetters,
  destroyed() { return !!this._writableState?.destroyed; },
  closed() { return !!this._writableState?.closed; },
  errored() { return this._writableState?.errored ?? null; },
});

// ---- Duplex, Transform, PassThrough ----

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  this._readableState = readableState(options, true);
  this._writableState = writableState(this, options, true);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  adopt(this, options, ['read', 'write', 'writev', 'destroy', 'final', 'construct']);
  Stream.call(this, options);
  if (options?.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
  if (options?.writable === false) {
    Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
  if (this._construct) {
    construct(this, () => { if (this._readableState.needReadable) readMore(this, this._readableState); });
    constructWritable(this);
  }
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);
methods(Duplex.prototype, writableMethods);
Object.defineProperty(Duplex.prototype, 'writable', writable);
getters(Duplex.prototype, writableGetters);

const kCallback = Symbol('kCallback');
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  Duplex.call(this, options);
  this._readableState.sync = false;
  this[kCallback] = null;
  adopt(this, { ...options, signal: undefined }, ['transform', 'flush']);
  this.on('prefinish', () => { if (this._final !== flush) flush.call(this); });
}
function flush(callback) {
  const end = () => {
    this.push(null);
    callback?.();
  };
  if (typeof this._flush !== 'function' || this.destroyed) {
    end();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data != null) this.push(data);
    end();
  });
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);
methods(Transform.prototype, {
  _final: flush,
  _transform() { throw fault('ERR_METHOD_NOT_IMPLEMENTED', '_transform()'); },
  _write(chunk, encoding, callback) {
    const r = this._readableState, before = r.length;
    this._transform(chunk, encoding, (error, value) => {
      if (error) {
        callback(error);
        return;
      }
      if (value != null) this.push(value);
      if (this._writableState.ended || before === r.length || r.length < r.highWaterMark) callback();
      else this[kCallback] = callback;
    });
  },
  _read() {
    const callback = this[kCallback];
    this[kCallback] = null;
    callback?.();
  },
});

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
methods(PassThrough.prototype, { _transform(chunk, encoding, callback) { callback(null, chunk); } });

// ---- finished and pipeline ----

const isStream = (value) => !!value && (value._readableState || value._writableState ||
  typeof value.write === 'function' && typeof value.on === 'function' || typeof value.pipe === 'function' && typeof value.on === 'function');
const endSeen = (stream) => !!stream._readableState && (stream._readableState.endEmitted || stream._readableState.ended && stream._readableState.length === 0);
const finishSeen = (stream) => !!stream._writableState && (stream._writableState.finished || stream._writableState.ended && stream._writableState.length === 0);

function finished(stream, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, {}];
  options ??= {};
  isFunction(callback, 'callback');
  if (!isStream(stream)) throw argType('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  isSignal(options.signal, 'options.signal');
  const [w, r] = states(stream);
  const reads = !!r, writes = !!w;
  const readable = options.readable ?? reads, writable = options.writable ?? writes;
  const main = w ?? r;
  let willClose = !!(main?.autoDestroy && main.emitClose && main.closed === false) && reads === readable && writes === writable;
  let ended = endSeen(stream), done = finishSeen(stream), called = false;
  const call = (error) => {
    if (called) return;
    called = true;
    callback.call(stream, error);
  };
  const onFinish = () => {
    done = true;
    if (stream.destroyed) willClose = false;
    if (willClose && (!stream.writable || readable)) return;
    if (!readable || ended) call();
  };
  const onEnd = () => {
    ended = true;
    if (stream.destroyed) willClose = false;
    if (willClose && (!stream.readable || writable)) return;
    if (!writable || done) call();
  };
  const onError = (error) => call(error);
  const errored = () => w?.errored || r?.errored;
  const onClose = () => {
    if (errored()) call(errored());
    else if (readable && !ended && reads && !endSeen(stream)) call(fault('ERR_STREAM_PREMATURE_CLOSE'));
    else if (writable && !done && !finishSeen(stream)) call(fault('ERR_STREAM_PREMATURE_CLOSE'));
    else call();
  };
  const onClosed = () => call(errored() || undefined);
  stream.on('end', onEnd);
  stream.on('finish', onFinish);
  if (options.error !== false) stream.on('error', onError);
  stream.on('close', onClose);
  if (main?.closed) tick(onClose);
  else if (w?.errorEmitted || r?.errorEmitted) {
    if (!willClose) tick(onClosed);
  } else if (!readable && (!willClose || stream.readable) && (done || w && stream.writable === false)) tick(onClosed);
  else if (!writable && (!willClose || stream.writable) && (ended || r && stream.readable === false)) tick(onClosed);
  const cleanup = () => {
    called = true;
    stream.removeListener('end', onEnd);
    stream.removeListener('finish', onFinish);
    stream.removeListener('error', onError);
    stream.removeListener('close', onClose);
  };
  const { signal } = options;
  if (signal && main?.closed !== true) {
    const abort = () => {
      const tell = callback;
      cleanup();
      tell.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) tick(abort);
    else {
      const tell = callback;
      callback = function (...args) {
        signal.removeEventListener('abort', abort);
        tell.apply(this, args);
      };
      signal.addEventListener('abort', abort, { once: true });
    }
  }
  return cleanup;
}

const isIterable = (value) => typeof (value?.[Symbol.asyncIterator] ?? value?.[Symbol.iterator]) === 'function';

function pipeStreams(source, target, finish, ends) {
  let ended = false;
  target.on('close', () => { if (!ended) finish(fault('ERR_STREAM_PREMATURE_CLOSE')); });
  source.pipe(target, { end: false });
  if (ends) {
    const end = () => {
      ended = true;
      target.end();
    };
    if (endSeen(source)) tick(end);
    else source.once('end', end);
  } else {
    finish();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const r = source._readableState;
    if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && r?.ended && !r.errored && !r.errorEmitted) {
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return finished(target, { readable: false, writable: true }, finish);
}

async function pump(iterable, target, finish, ends) {
  let error, wake = null;
  const resume = (failure) => {
    if (failure) error = failure;
    const now = wake;
    wake = null;
    now?.();
  };
  const wait = () => new Promise((resolve, reject) => {
    if (error) reject(error);
    else wake = () => error ? reject(error) : resolve();
  });
  target.on('drain', resume);
  const cleanup = finished(target, { readable: false }, resume);
  try {
    if (target.writableNeedDrain) await wait();
    for await (const chunk of iterable) if (!target.write(chunk)) await wait();
    if (ends) {
      target.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? both(error, failure) : failure);
  } finally {
    cleanup();
    target.off('drain', resume);
  }
}

function pipeline(...streams) {
  const callback = streams.pop();
  isFunction(callback, 'streams[stream.length - 1]');
  return connect(streams, callback);
}

function connect(streams, callback, options = {}) {
  if (streams.length === 1 && Array.isArray(streams[0])) [streams] = streams;
  if (streams.length < 2) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "streams" argument must be specified');
  const controller = new AbortController();
  const outer = options.signal;
  isSignal(outer, 'options.signal');
  const destroys = [], lastCleanups = [];
  let error, value, open = 0, told = false;
  const end = (failure, final) => {
    if (failure && (!error || error.code === 'ERR_STREAM_PREMATURE_CLOSE')) error = failure;
    if (!error && !final) return;
    while (destroys.length) destroys.shift()(error);
    outer?.removeEventListener('abort', abort);
    controller.abort();
    if (!final || told) return;
    told = true;
    if (!error) lastCleanups.forEach((cleanup) => cleanup());
    tick(callback, error, value);
  };
  const finish = (failure) => end(failure, --open === 0);
  const abort = () => end(new AbortError());
  outer?.addEventListener('abort', abort, { once: true });
  const guard = (stream, reading, writing) => {
    let over = false;
    stream.on('close', () => { over = true; });
    const cleanup = finished(stream, { readable: reading, writable: writing }, (failure) => { over = !failure; });
    destroys.push((failure) => {
      if (over) return;
      over = true;
      destroyer(stream, failure || fault('ERR_STREAM_DESTROYED', 'pipe'));
    });
    return cleanup;
  };
  let from;
  streams.forEach((stream, i) => {
    const last = i === streams.length - 1, ends = !last || options.end !== false;
    const lastReadable = last && !!stream?.readable;
    if (isStream(stream)) {
      if (ends) {
        const cleanup = guard(stream, !last, i > 0);
        if (lastReadable) lastCleanups.push(cleanup);
      }
      const onError = (failure) => {
        if (failure && failure.name !== 'AbortError' && failure.code !== 'ERR_STREAM_PREMATURE_CLOSE') finish(failure);
      };
      stream.on('error', onError);
      if (lastReadable) lastCleanups.push(() => stream.removeListener('error', onError));
    }
    if (i === 0) {
      from = typeof stream === 'function' ? stream({ signal: controller.signal }) : stream;
      if (!isIterable(from) && !isStream(from)) {
        throw typeof stream === 'function'
          ? coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected Iterable, AsyncIterable or Stream to be returned from the "source" function but got something else.')
          : argType('source', ['Stream', 'Iterable', 'AsyncIterable'], stream);
      }
    } else if (typeof stream === 'function') {
      from = stream(from, { signal: controller.signal });
      if (last) {
        const through = new PassThrough({ objectMode: true });
        open++;
        if (typeof from?.then === 'function') {
          from.then((result) => {
            value = result;
            if (result != null) through.write(result);
            if (ends) through.end();
            tick(finish);
          }, (failure) => {
            through.destroy(failure);
            tick(finish, failure);
          });
        } else {
          pump(from, through, finish, ends);
        }
        from = through;
        const cleanup = guard(through, false, true);
        lastCleanups.push(cleanup);
      }
    } else if (isStream(stream)) {
      if (from?._readableState) {
        open += 2;
        const cleanup = pipeStreams(from, stream, finish, ends);
        if (lastReadable) lastCleanups.push(cleanup);
      } else {
        open++;
        pump(from, stream, finish, ends);
      }
      from = stream;
    } else {
      throw argType('streams', ['Stream', 'Iterable', 'AsyncIterable', 'Function'], stream);
    }
  });
  if (outer?.aborted) tick(abort);
  return from;
}

Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished,
  addAbortSignal(signal, stream) { adopt(stream, { signal }, []); return stream; },
  isReadable: (stream) => !!stream?.readable,
  isWritable: (stream) => !!stream?.writable,
  isDestroyed: (stream) => !!stream?.destroyed,
  isErrored: (stream) => !!stream?.errored,
  destroy: destroyer,
  getDefaultHighWaterMark: (objectMode) => objectMode ? 16 : 16384,
});
const promises = {
  pipeline(...streams) {
    return new Promise((resolve, reject) => {
      let options = {};
      const last = streams.at(-1);
      if (last && typeof last === 'object' && !isStream(last) && !isIterable(last)) options = streams.pop();
      connect(streams, (error, value) => { if (error) reject(error); else resolve(value); }, options);
    });
  },
  finished(stream, options) {
    return new Promise((resolve, reject) => {
      finished(stream, options, (error) => { if (error) reject(error); else resolve(); });
    });
  },
};
pipeline[Symbol.for('nodejs.util.promisify.custom')] = promises.pipeline;
finished[Symbol.for('nodejs.util.promisify.custom')] = promises.finished;
Stream.promises = promises;
module.exports = Stream;
