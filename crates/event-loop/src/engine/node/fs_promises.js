'use strict';
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const { missing, AbortError } = require('internal_errors');
const { constants, run, pathOf, flagsOf, optionsOf, dataOf } = require('internal_disk');

const CHUNK = 512 * 1024, UNKNOWN = 64 * 1024;
const request = (name, ...args) => new Promise((resolve, reject) => {
  run(name, args, (error, value) => { if (error) reject(error); else resolve(value); });
});
function check(signal) { if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason }); }

const kFd = Symbol('kFd');
const kClosing = Symbol('kClosePromise');
class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kFd] = fd;
    Object.defineProperty(this, kClosing, { value: undefined, writable: true });
  }
  get fd() { return this[kFd]; }
  close() {
    if (this[kFd] === -1) return this[kClosing] ?? Promise.resolve();
    const fd = this[kFd];
    this[kFd] = -1;
    this[kClosing] = request('close', fd).finally(() => { this[kClosing] = undefined; });
    this.emit('close');
    return this[kClosing];
  }
  stat() { return this.#use('fstat', () => request('fstat', this.fd)); }
  async read(buffer, offset, length, position) {
    usable(this, 'read');
    if (!ArrayBuffer.isView(buffer)) {
      ({ buffer = Buffer.alloc(16384), offset, length, position } = buffer ?? {});
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position } = offset);
    }
    offset ??= 0;
    length ??= buffer.byteLength - offset;
    if (length === 0) return { __proto__: null, bytesRead: length, buffer };
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
    const bytesRead = await request('read', this.fd, bytes, position);
    return { __proto__: null, bytesRead, buffer };
  }
  async write(data, offset, length, position) {
    usable(this, 'write');
    let bytes;
    if (typeof data === 'string') {
      bytes = Buffer.from(data, length);
      position = offset;
    } else {
      if (offset !== null && typeof offset === 'object') ({ offset, length, position } = offset);
      bytes = dataOf(data).subarray(offset ?? 0, length === undefined ? undefined : (offset ?? 0) + length);
    }
    const bytesWritten = await request('write', this.fd, bytes, position);
    return { __proto__: null, bytesWritten, buffer: data };
  }
  readFile(options) { return this.#use('readFile', () => readAll(this, optionsOf(options))); }
  writeFile(data, options) { return this.#use('writeFile', () => writeAll(this, data, optionsOf(options, { encoding: 'utf8' }))); }
  appendFile(data, options) { return this.writeFile(data, options); }
  truncate(size = 0) { return this.#use('ftruncate', () => request('ftruncate', this.fd, size)); }
  sync() { return this.#use('fsync', () => request('fsync', this.fd)); }
  datasync() { return this.sync(); }
  createReadStream(options) { return require('fs').createReadStream('', { ...options, fd: this.fd }); }
  createWriteStream(options) { return require('fs').createWriteStream('', { ...options, fd: this.fd }); }
  async #use(name, action) {
    usable(this, name);
    return await action();
  }
}
function usable(handle, syscall) {
  if (handle.fd !== -1) return;
  const error = new Error('file closed');
  error.code = 'EBADF';
  error.syscall = syscall;
  throw error;
}
Object.defineProperty(FileHandle.prototype, Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose'), {
  value() { return this.close(); },
});

async function open(path, flags = 'r', mode = 0o666) {
  path = pathOf(path);
  return new FileHandle(await request('open', path, flagsOf(flags), mode));
}
async function readAll(handle, { encoding, signal }) {
  if (encoding === 'buffer') encoding = null;
  const decoder = encoding && new StringDecoder(encoding);
  check(signal);
  const stats = await request('fstat', handle.fd);
  check(signal);
  const size = stats.isFile() ? stats.size : 0;
  const whole = !encoding && size > 0 ? Buffer.alloc(size) : null;
  const pieces = [];
  let text = '', total = 0;
  for (;;) {
    check(signal);
    const target = whole ? whole.subarray(total, total + CHUNK) : Buffer.alloc(size > 0 ? Math.min(size - total, CHUNK) : UNKNOWN);
    const count = await request('read', handle.fd, target, -1);
    total += count;
    const got = target.subarray(0, count);
    if (decoder) text += decoder.write(got);
    else if (!whole) pieces.push(got);
    if (count === 0 || total === size || size > 0 && count < target.length) break;
  }
  if (decoder) return text + decoder.end();
  return whole ? whole.subarray(0, total) : Buffer.concat(pieces);
}
async function writeAll(handle, data, { encoding, signal }) {
  check(signal);
  if (typeof data?.[Symbol.asyncIterator] === 'function' || typeof data === 'object' && !ArrayBuffer.isView(data) && data?.[Symbol.iterator]) {
    for await (const chunk of data) {
      check(signal);
      await request('write', handle.fd, dataOf(chunk, encoding), null);
    }
    return;
  }
  const bytes = dataOf(data, encoding);
  for (let at = 0; at < bytes.length;) {
    check(signal);
    at += await request('write', handle.fd, bytes.subarray(at, at + CHUNK), null);
  }
}
// The file is closed whatever came of the work.
const thenClose = (work, handle) => work.then(
  (value) => handle.close().then(() => value),
  (error) => handle.close().then(() => Promise.reject(error)));

async function readFile(path, options) {
  options = optionsOf(options, { flag: 'r' });
  if (path instanceof FileHandle) return readAll(path, options);
  check(options.signal);
  const handle = await open(path, options.flag);
  return thenClose(readAll(handle, options), handle);
}
async function writeFile(path, data, options) {
  options = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'w' });
  if (!data?.[Symbol.asyncIterator] && !data?.[Symbol.iterator]) dataOf(data, options.encoding);
  check(options.signal);
  if (path instanceof FileHandle) return writeAll(path, data, options);
  const handle = await open(path, options.flag, options.mode);
  check(options.signal);
  return thenClose(writeAll(handle, data, options), handle);
}
async function appendFile(path, data, options) {
  return writeFile(path, data, optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }));
}

const promises = {
  constants, open, readFile, writeFile, appendFile,
  async stat(path) { return await request('stat', pathOf(path)); },
  async lstat(path) { return await request('lstat', pathOf(path)); },
  async access(path, mode) { return await request('access', pathOf(path), mode); },
  async mkdir(path, options) { return await request('mkdir', pathOf(path), typeof options === 'object' ? options : undefined); },
  async readdir(path, options) { return await request('readdir', pathOf(path), optionsOf(options)); },
  async unlink(path) { return await request('unlink', pathOf(path)); },
  async rmdir(path) { return await request('rmdir', pathOf(path)); },
  rm(path, options) {
    return new Promise((resolve, reject) => {
      require('fs').rm(path, options ?? {}, (error) => { if (error) reject(error); else resolve(); });
    });
  },
  async rename(from, to) { return await request('rename', pathOf(from, 'oldPath'), pathOf(to, 'newPath')); },
  async copyFile(from, to, mode) { return await request('copyFile', pathOf(from, 'src'), pathOf(to, 'dest'), mode); },
  async truncate(path, size = 0) {
    const handle = await open(path, 'r+');
    return thenClose(request('ftruncate', handle.fd, size), handle);
  },
  async realpath(path) { return await request('realpath', pathOf(path)); },
  async mkdtemp(prefix) { return await request('mkdtemp', pathOf(prefix, 'prefix')); },
};
for (const name of ['watch', 'opendir', 'cp', 'link', 'symlink', 'readlink', 'chmod', 'chown', 'utimes', 'statfs']) {
  promises[name] = missing(`fs.promises.${name}`);
}
module.exports = promises;
