'use strict';
// fetch() over the client of http.js; bodies are whole when they come.
const { isSignal } = require('internal_errors');
const { URL } = require('url');
const { Buffer } = require('buffer');

class Headers {
  #map = new Map();
  constructor(init = {}) {
    for (const [name, value] of typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init)) this.set(name, value);
  }
  get(name) { return this.#map.get(`${name}`.toLowerCase()) ?? null; }
  has(name) { return this.#map.has(`${name}`.toLowerCase()); }
  set(name, value) { this.#map.set(`${name}`.toLowerCase(), `${value}`); }
  append(name, value) { this.set(name, this.has(name) ? `${this.get(name)}, ${value}` : value); }
  delete(name) { this.#map.delete(`${name}`.toLowerCase()); }
  forEach(visit) { for (const [name, value] of this) visit(value, name, this); }
  keys() { return this.#map.keys(); }
  values() { return this.#map.values(); }
  entries() { return this.#map.entries(); }
  [Symbol.iterator]() { return this.#map.entries(); }
}
class Response {
  #bytes;
  #used = false;
  constructor(body = '', options = {}) {
    this.#bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const { status = 200, statusText = '', headers = {}, url = '' } = options;
    Object.assign(this, { status, statusText, headers: new Headers(headers), url, ok: status >= 200 && status < 300, redirected: false, type: 'basic' });
  }
  get bodyUsed() { return this.#used; }
  async #take() {
    if (this.#used) throw new TypeError('Body is unusable');
    this.#used = true;
    return typeof this.#bytes?.then === 'function' ? await this.#bytes : this.#bytes;
  }
  async text() { return (await this.#take()).toString(); }
  async json() { return JSON.parse(await this.text()); }
  async arrayBuffer() { const bytes = await this.#take(); return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length); }
}

async function fetch(input, options = {}) {
  let url;
  try {
    url = new URL(input?.url ?? input);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  const { signal } = options;
  isSignal(signal ?? undefined, 'signal');
  signal?.throwIfAborted();
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('fetch failed', { cause: new Error('unknown scheme') });
  return new Promise((resolve, reject) => {
    const request = require(url.protocol.slice(0, -1)).request(url, { method: options.method, headers: options.headers }, (message) => {
      const body = new Promise((done, fail) => {
        const chunks = [];
        message.on('data', (chunk) => chunks.push(chunk));
        message.on('end', () => done(Buffer.concat(chunks)));
        message.on('error', fail);
      });
      resolve(new Response(body, { status: message.statusCode, statusText: message.statusMessage, headers: message.headers, url: url.href }));
    });
    const abort = () => {
      request.destroy();
      reject(signal.reason);
    };
    request.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
    request.on('close', () => signal?.removeEventListener('abort', abort));
    signal?.addEventListener('abort', abort, { once: true });
    if (options.body != null) request.write(typeof options.body === 'string' ? options.body : `${options.body}`);
    request.end();
  });
}
module.exports = { fetch, Headers, Response };
