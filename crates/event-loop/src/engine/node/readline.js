'use strict';
// Lines of a stream. There is no terminal: nothing is edited, and no keys are read.
const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { missing, isFunction, AbortError } = require('internal_errors');

class Interface extends EventEmitter {
  #rest = '';
  #decoder = new StringDecoder('utf8');
  #prompt;
  #question = null;
  constructor(input, output) {
    super();
    const options = typeof input?.on === 'function' ? { input, output } : input;
    this.input = options.input;
    this.output = options.output;
    this.#prompt = options.prompt === undefined ? '> ' : `${options.prompt}`;
    this.terminal = false;
    this.line = '';
    this.closed = false;
    this.paused = false;
    const onData = (chunk) => this.#take(this.#decoder.write(chunk));
    const onEnd = () => {
      this.#take(this.#decoder.end());
      if (this.#rest) this.#tell(this.#rest);
      this.#rest = '';
      this.close();
    };
    this.input.on('error', (error) => this.emit('error', error));
    this.input.on('data', onData);
    this.input.on('end', onEnd);
    this.once('close', () => {
      this.input.removeListener('data', onData);
      this.input.removeListener('end', onEnd);
    });
    this.input.resume();
    const { signal } = options;
    if (signal?.aborted) process.nextTick(() => this.close());
    else signal?.addEventListener('abort', () => this.close(), { once: true });
  }
  #take(text) {
    if (this.paused) this.resume();
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)|[\u2028\u2029]/);
    this.#rest = lines.pop();
    for (const line of lines) this.#tell(line);
  }
  // A line is the answer to a question, if one is open.
  #tell(line) {
    const answer = this.#question;
    if (answer === null) {
      this.emit('line', line);
      return;
    }
    this.#question = null;
    answer(line);
  }
  question(query, options, callback) {
    callback = typeof options === 'function' ? options : callback;
    isFunction(callback, 'cb');
    if (this.closed) throw Object.assign(new Error('readline was closed'), { code: 'ERR_USE_AFTER_CLOSE' });
    if (this.#question === null) {
      this.output?.write(query);
      this.#question = callback;
    }
    if (this.paused) this.resume();
  }
  setPrompt(prompt) { this.#prompt = prompt; }
  getPrompt() { return this.#prompt; }
  prompt() {
    if (this.paused) this.resume();
    this.output?.write(this.#prompt);
  }
  close() {
    if (this.closed) return;
    this.pause();
    this.closed = true;
    this.emit('close');
  }
  pause() {
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }
  resume() {
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }
  [Symbol.asyncIterator]() {
    const lines = EventEmitter.on(this, 'line', { close: ['close'] });
    const { next } = lines;
    const unwrap = (result) => ({ value: result.value?.[0], done: result.done });
    return Object.assign(Object.create(Object.getPrototypeOf(lines)), lines, { next: () => next().then(unwrap) });
  }
}
Interface.prototype.write = missing('readline.write');
Object.defineProperty(Interface.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
  value(query, options) {
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted) {
        reject(new AbortError(undefined, { cause: signal.reason }));
        return;
      }
      signal?.addEventListener('abort', () => reject(new AbortError(undefined, { cause: signal.reason })), { once: true });
      this.question(query, resolve);
    });
  },
});

class PromisesInterface extends Interface {
  question(query, options) {
    return super.question[Symbol.for('nodejs.util.promisify.custom')].call({ question: super.question.bind(this) }, query, options);
  }
}
const promises = { Interface: PromisesInterface, createInterface: (...args) => new PromisesInterface(...args) };

// What moves a terminal's cursor.
function send(stream, code, callback) {
  if (callback !== undefined) isFunction(callback, 'callback');
  if (stream === null || stream === undefined || code === '') {
    if (callback !== undefined) process.nextTick(callback, null);
    return true;
  }
  return stream.write(code, callback);
}
const clearLine = (stream, side, callback) => send(stream, `\x1b[${side < 0 ? 1 : side > 0 ? 0 : 2}K`, callback);
const clearScreenDown = (stream, callback) => send(stream, '\x1b[0J', callback);
function cursorTo(stream, x, y, callback) {
  if (typeof y === 'function') [callback, y] = [y, undefined];
  return send(stream, typeof y === 'number' ? `\x1b[${y + 1};${x + 1}H` : `\x1b[${x + 1}G`, callback);
}
function moveCursor(stream, dx, dy, callback) {
  const across = dx === 0 ? '' : `\x1b[${Math.abs(dx)}${dx < 0 ? 'D' : 'C'}`;
  const down = dy === 0 ? '' : `\x1b[${Math.abs(dy)}${dy < 0 ? 'A' : 'B'}`;
  return send(stream, across + down, callback);
}

module.exports = {
  Interface, createInterface: (...args) => new Interface(...args), promises, clearLine, clearScreenDown, cursorTo, moveCursor,
};
