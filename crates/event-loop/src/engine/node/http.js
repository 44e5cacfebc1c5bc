'use strict';
// A client on the made-up network: every server answers 200 and {"url":…}; localhost:1 refuses.
const EventEmitter = require('events');
const { Readable } = require('stream');
const { Buffer } = require('buffer');
const { URL } = require('url');
const { Socket, dial } = require('net');
const { coded, missing, isFunction, isString, argType, AbortError } = require('internal_errors');

const { settings } = internal;
// From Node 19 on, a connection is kept for the next request to the same place.
const KEEP_ALIVE = settings.node >= 19, KEEP_MS = 4000;
const idle = new Map();
function takeIdle(key) {
  const all = (idle.get(key) ?? []).filter((until) => until > internal.now());
  idle.set(key, all);
  return all.pop() !== undefined;
}

class IncomingMessage extends Readable {
  constructor(url, request) {
    super();
    const body = Buffer.from(JSON.stringify({ url }));
    Object.assign(this, {
      httpVersion: '1.1', statusCode: 200, statusMessage: 'OK', complete: false, aborted: false,
      headers: { 'content-type': 'application/json', 'content-length': String(body.length), 'connection': KEEP_ALIVE ? 'keep-alive' : 'close' },
    });
    this.rawHeaders = Object.entries(this.headers).flat();
    for (const [name, value] of [['req', request], ['body', body]]) Object.defineProperty(this, name, { value, writable: true });
  }
  _read() {}
  _destroy(error, callback) {
    if (!this.readableEnded && !this.complete) {
      this.aborted = true;
      this.emit('aborted');
    }
    process.nextTick(callback, error);
  }
}

class ClientRequest extends EventEmitter {
  #stop = () => {};
  #place;
  #connected = false;
  #ticked = false;
  #reason;
  constructor(protocol, port, input, options, callback) {
    super();
    if (typeof input === 'string') input = new URL(input);
    if (input instanceof URL) {
      if (typeof options === 'function') [callback, options] = [options, {}];
      options = {
        protocol: input.protocol, hostname: input.hostname.replace(/^\[|\]$/g, ''), port: input.port, path: input.pathname + input.search, ...options,
      };
    } else {
      if (input !== undefined && (input === null || typeof input !== 'object')) throw argType('options', 'object', input);
      callback = options;
      options = { ...input };
    }
    if ((options.protocol ?? protocol) !== protocol) {
      throw coded(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${options.protocol}" not supported. Expected "${protocol}"`);
    }
    if (/[^\x21-\xff]/.test(options.path ?? '')) throw coded(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
    if (callback !== undefined) isFunction(callback, 'callback');
    this.method = (options.method ?? 'GET').toUpperCase();
    this.path = options.path || '/';
    this.host = options.hostname || options.host || 'localhost';
    this.protocol = protocol;
    this.port = Number(options.port || port);
    this.destroyed = this.aborted = this.writableEnded = this.writableFinished = false;
    this.res = null;
    this.headers = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) this.setHeader(name, value);
    this.#place = `${protocol}//${this.host}:${this.port}`;
    if (callback) this.once('response', callback);
    if (options.timeout) this.setTimeout(options.timeout);
    const { signal } = options;
    if (signal) {
      const abort = () => this.destroy(new AbortError(undefined, { cause: signal.reason }));
      if (signal.aborted) process.nextTick(abort);
      else {
        signal.addEventListener('abort', abort, { once: true });
        this.once('close', () => signal.removeEventListener('abort', abort));
      }
    }
    const reused = KEEP_ALIVE && options.agent !== false && takeIdle(this.#place);
    this.reusedSocket = reused;
    if (reused) {
      process.nextTick(() => {
        if (!this.destroyed) this.#attach();
        this.#begin();
      });
    } else {
      process.nextTick(() => { if (this.destroyed) this.#fail(); else this.#attach(); });
      this.#stop = dial(this.host, this.port, () => {}, (error) => {
        if (error) this.destroy(error);
        else this.#begin();
      });
    }
  }
  // The socket is there to be asked and set; what it carries is in here.
  #attach() {
    this.#ticked = true;
    this.socket = new Socket();
    this.emit('socket', this.socket);
  }
  #begin() {
    if (this.destroyed) {
      if (!this.#connected) this.#fail();
      return;
    }
    this.#connected = true;
    if (this.writableEnded) this.#send();
  }
  #send() {
    process.nextTick(() => {
      if (this.destroyed) return;
      this.writableFinished = true;
      this.emit('finish');
    });
    const id = internal.wait(`${this.method} ${this.#place}${this.path}`, settings.networkMs / 2, () => this.#respond());
    this.#stop = () => internal.cancel(id);
  }
  #respond() {
    const response = this.res = new IncomingMessage(`${this.protocol}//${this.host}${
      this.port === (this.protocol === 'http:' ? 80 : 443) ? '' : `:${this.port}`}${this.path}`, this);
    response.once('end', () => {
      if (this.destroyed) return;
      if (KEEP_ALIVE) idle.get(this.#place)?.push(internal.now() + KEEP_MS) ?? idle.set(this.#place, [internal.now() + KEEP_MS]);
      this.destroyed = true;
      process.nextTick(() => this.emit('close'));
    });
    if (!this.emit('response', response)) response.resume();
    if (this.destroyed) return;
    response.complete = true;
    if (this.method !== 'HEAD') response.push(response.body);
    response.push(null);
  }
  // Of a request that had no connection yet, both events come in one tick.
  #fail() {
    this.emit('error', this.#reason ?? hangUp());
    this.emit('close');
  }
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') callback = encoding;
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) throw argType('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
    if (this.writableEnded) {
      const error = coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
      process.nextTick(() => { this.emit('error', error); callback?.(error); });
      return false;
    }
    if (callback) process.nextTick(callback);
    return true;
  }
  end(chunk, encoding, callback) {
    callback = [chunk, encoding, callback].find((one) => typeof one === 'function');
    if (chunk != null && typeof chunk !== 'function') this.write(chunk);
    if (callback) this.once('finish', callback);
    if (this.writableEnded) return this;
    this.writableEnded = true;
    if (this.#connected && !this.destroyed) this.#send();
    return this;
  }
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.#reason = error;
    this.#stop();
    if (this.res) {
      this.res.destroy(error);
      internal.close('socket', () => this.emit('close'));
    } else if (this.#ticked) {
      process.nextTick(() => this.emit('error', error ?? hangUp()));
      internal.close('socket', () => this.emit('close'));
    }
    return this;
  }
  abort() {
    if (this.aborted) return;
    this.aborted = true;
    process.nextTick(() => this.emit('abort'));
    this.destroy();
  }
  setTimeout(ms, callback) {
    if (callback) this.once('timeout', callback);
    const timer = setTimeout(() => { if (!this.destroyed && !this.res) this.emit('timeout'); }, ms);
    timer.unref?.();
    this.once('close', () => clearTimeout(timer));
    return this;
  }
  setHeader(name, value) { isString(name, 'name'); this.headers[name.toLowerCase()] = value; return this; }
  getHeader(name) { return this.headers[name.toLowerCase()]; }
  removeHeader(name) { delete this.headers[name.toLowerCase()]; }
  setNoDelay() {}
  flushHeaders() {}
}
function hangUp() {
  const error = new Error('socket hang up');
  error.code = 'ECONNRESET';
  return error;
}

function client(protocol, port, name) {
  const request = (input, options, callback) => new ClientRequest(protocol, port, input, options, callback);
  return {
    request,
    get(input, options, callback) {
      const made = request(input, options, callback);
      made.end();
      return made;
    },
    IncomingMessage, ClientRequest, METHODS: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
    STATUS_CODES: { 200: 'OK', 404: 'Not Found', 500: 'Internal Server Error' },
    Agent: class Agent { destroy() {} }, globalAgent: { keepAlive: KEEP_ALIVE, destroy() {} },
    createServer: missing(`${name}.createServer`), Server: missing(`${name}.Server`),
  };
}
module.exports = { ...client('http:', 80, 'http'), client };
Object.defineProperty(module.exports, 'client', { enumerable: false });
