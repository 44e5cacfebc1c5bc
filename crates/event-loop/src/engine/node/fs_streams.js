'use strict';
// Streams over files of the virtual disk: apart from `fs`, because few programs need them and streams take long to load.
const { Buffer } = require('buffer');
const fs = require('fs');
const { Readable, Writable, finished } = require('stream');
const { isInteger, isObject, outOfRange } = require('internal_errors');
const { run, pathOf, optionsOf } = require('internal_disk');

function setUp(stream, path, options, defaults) {
  options = optionsOf(options, defaults);
  isObject(options, 'options');
  stream.fd = options.fd == null ? null : typeof options.fd === 'object' ? options.fd.fd : options.fd;
  stream.path = stream.fd === null ? pathOf(path) : path;
  stream.flags = options.flags ?? defaults.flags;
  stream.mode = options.mode ?? 0o666;
  stream.start = options.start;
  for (const name of ['start', 'end']) {
    if (options[name] !== undefined && options[name] !== Infinity) isInteger(options[name], name, 0);
  }
  stream.pos = options.start;
  return { ...options, autoDestroy: options.autoClose ?? options.autoDestroy ?? true, emitClose: options.emitClose ?? true };
}
function openFile(stream, callback) {
  if (stream.fd !== null) {
    callback();
    return;
  }
  fs.open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}
const kIdle = Symbol('kIoDone');
function closeFile(stream, error, callback) {
  const close = (failure) => {
    const reason = failure || error;
    if (!stream.fd) callback(reason);
    else fs.close(stream.fd, (other) => callback(other || reason));
    stream.fd = null;
  };
  if (stream[kIdle]) stream.once(kIdle, close);
  else close();
}
const hideBusy = (stream) => Object.defineProperty(stream, kIdle, { value: false, writable: true });

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  hideBusy(this);
  options = setUp(this, path, options, { flags: 'r', highWaterMark: 64 * 1024 });
  this.end = options.end ?? Infinity;
  if (this.start !== undefined && this.start > this.end) {
    throw outOfRange('start', `<= "end" (here: ${this.end})`, this.start);
  }
  this.bytesRead = 0;
  Readable.call(this, { ...options, read: undefined, construct: undefined, destroy: undefined });
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);
Object.assign(ReadStream.prototype, {
  _construct(callback) { openFile(this, callback); },
  _read(size) {
    const count = Math.min(this.end - (this.pos ?? this.bytesRead) + 1, size);
    if (count <= 0) {
      this.push(null);
      return;
    }
    const buffer = Buffer.alloc(count);
    this[kIdle] = true;
    fs.read(this.fd, buffer, 0, count, this.pos, (error, got) => {
      this[kIdle] = false;
      if (this.destroyed) {
        this.emit(kIdle, error);
      } else if (error) {
        this.destroy(error);
      } else if (got > 0) {
        if (this.pos !== undefined) this.pos += got;
        this.bytesRead += got;
        this.push(got < count ? buffer.subarray(0, got) : buffer);
      } else {
        this.push(null);
      }
    });
  },
  _destroy(error, callback) { closeFile(this, error, callback); },
  close(callback) {
    if (callback) finished(this, callback);
    this.destroy(null);
  },
});

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  hideBusy(this);
  options = setUp(this, path, options, { flags: 'w' });
  this.bytesWritten = 0;
  const { encoding } = options;
  Writable.call(this, { ...options, decodeStrings: true, write: undefined, writev: undefined, construct: undefined, destroy: undefined, final: undefined });
  if (encoding) this.setDefaultEncoding(encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);
Object.assign(WriteStream.prototype, {
  _construct(callback) { openFile(this, callback); },
  _write(data, _encoding, callback) {
    this[kIdle] = true;
    const position = this.pos;
    if (this.pos !== undefined) this.pos += data.length;
    run('write', [this.fd, data, position], (error, count) => {
      this[kIdle] = false;
      if (this.destroyed) {
        callback(error);
        this.emit(kIdle, error);
        return;
      }
      if (!error) this.bytesWritten += count;
      callback(error);
    });
  },
  _writev(all, callback) { this._write(Buffer.concat(all.map((one) => one.chunk)), '', callback); },
  _destroy(error, callback) { closeFile(this, error, callback); },
  close(callback) {
    if (callback) {
      if (this.closed) {
        process.nextTick(callback);
        return;
      }
      this.on('close', callback);
    }
    if (!this._writableState.autoDestroy) this.on('finish', () => this.destroy());
    this.end();
  },
});
WriteStream.prototype.destroySoon = WriteStream.prototype.end;
for (const { prototype } of [ReadStream, WriteStream]) {
  Object.defineProperty(prototype, 'pending', { get() { return this.fd === null; }, configurable: true });
}
module.exports = { ReadStream, WriteStream };
