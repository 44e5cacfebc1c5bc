'use strict';
// The disk of the playground: a tree of names in memory. `ops` are what the system calls do; `run` sends one to the
// thread pool, `block` does it at once while nothing else runs.
const { Buffer } = require('buffer');
const { coded, hide, argType, argValue, system, isFunction, isInteger } = require('internal_errors');

const { settings } = internal;
const BYTES_PER_MS = 2e6;
const S_IFDIR = 0o040000, S_IFREG = 0o100000;
const constants = {
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512,
  O_APPEND: 1024, S_IFMT: 0o170000, S_IFREG, S_IFDIR, COPYFILE_EXCL: 1,
};

// ---- the tree ----

let inodes = 0;
const born = Date.now();
const node = (mode, extra) => ({ mode, ino: ++inodes, born, changed: born, ...extra });
const directory = () => node(S_IFDIR | 0o755, { names: new Map() });
const regular = (bytes, size = bytes.length, mode = 0o644) => node(S_IFREG | mode & 0o777, { bytes, size });
const root = directory();
const cwd = () => process.cwd?.() ?? '/';

function parts(path) {
  const out = [];
  for (const part of (path[0] === '/' ? path : `${cwd()}/${path}`).split('/')) {
    if (part === '..') out.pop();
    else if (part && part !== '.') out.push(part);
  }
  return out;
}
// The directory that holds the path, and its last name there.
function locate(path, syscall, dest) {
  const names = parts(path), last = names.pop();
  let at = root;
  for (const name of names) {
    at = at.names.get(name);
    if (!at) throw system('ENOENT', syscall, path, dest);
    if (!at.names) throw system('ENOTDIR', syscall, path, dest);
  }
  return { at, last, found: last === undefined ? root : at.names.get(last) };
}
function find(path, syscall, dest) {
  const { found } = locate(path, syscall, dest);
  if (!found || path.endsWith('/') && !found.names) throw system(found ? 'ENOTDIR' : 'ENOENT', syscall, path, dest);
  return found;
}
function makeDirectories(names) {
  let at = root, first;
  names.forEach((name, i) => {
    if (!at.names.has(name)) {
      at.names.set(name, directory());
      first ??= `/${names.slice(0, i + 1).join('/')}`;
    }
    at = at.names.get(name);
  });
  return { at, first };
}
for (const name of ['tmp', 'etc']) makeDirectories([name]);
makeDirectories(parts('.'));
// The program itself is a file too.
for (const { path, size, text } of [internal.program(), ...settings.files ?? []]) {
  const names = parts(path), last = names.pop();
  const bytes = Buffer.from(text ?? '');
  makeDirectories(names).at.names.set(last, regular(bytes, Math.max(size ?? 0, bytes.length)));
}

function readBytes(file, out, position) {
  const length = Math.max(0, Math.min(out.length, file.size - position));
  const known = Math.max(0, Math.min(length, file.bytes.length - position));
  if (known) out.set(file.bytes.subarray(position, position + known));
  // What a file that is longer than its text goes on with: line 1, line 2, …
  if (length > known) internal.fillLines(out.buffer, out.byteOffset + known, length - known, position + known - file.bytes.length);
  return length;
}
function resize(file, size) {
  const bytes = Buffer.alloc(size);
  readBytes(file, bytes.subarray(0, Math.min(size, file.size)), 0);
  file.bytes = bytes;
  file.size = size;
  file.changed = Date.now();
}
function writeBytes(file, data, position) {
  const end = position + data.length;
  if (file.bytes.length < file.size || end > file.size) {
    // Grown by half, so that many small writes do not copy the file each time.
    const capacity = file.store && file.store.length >= end ? file.store : Buffer.alloc(Math.ceil(Math.max(end, file.size) * 1.5));
    if (capacity !== file.store) {
      readBytes(file, capacity.subarray(0, file.size), 0);
      file.store = capacity;
    }
    file.size = Math.max(end, file.size);
    file.bytes = capacity.subarray(0, file.size);
  }
  file.bytes.set(data, position);
  file.changed = Date.now();
}

// ---- open files ----

const files = new Map();
const FIRST_FD = 17; // the numbers below are taken by the process itself, as in Node
const descriptor = (fd, syscall) => {
  const file = files.get(fd);
  if (!file) throw system('EBADF', syscall);
  return file;
};
const FLAGS = { 'r': 0, 'rs': 0, 'r+': 2, 'rs+': 2, 'w': 577, 'wx': 705, 'w+': 578, 'wx+': 706, 'a': 1089, 'ax': 1217, 'a+': 1090, 'ax+': 1218 };
function flagsOf(flags = 'r') {
  if (typeof flags === 'number') return flags;
  const known = FLAGS[flags ?? 'r'];
  if (known === undefined) throw argValue('flags', flags);
  return known;
}

class Stats {
  constructor(file) {
    const size = file.names ? 4096 : file.size;
    Object.assign(this, {
      dev: 65024, mode: file.mode, nlink: file.names ? 2 : 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, ino: file.ino, size,
      blocks: Math.ceil(size / 4096) * 8, atimeMs: file.changed, mtimeMs: file.changed, ctimeMs: file.changed,
      birthtimeMs: file.born,
    });
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) this[name] = new Date(this[`${name}Ms`]);
  }
  isFile() { return (this.mode & constants.S_IFMT) === S_IFREG; }
  isDirectory() { return (this.mode & constants.S_IFMT) === S_IFDIR; }
  isSymbolicLink() { return false; }
  isFIFO() { return false; }
  isSocket() { return false; }
  isBlockDevice() { return false; }
  isCharacterDevice() { return false; }
}
class Dirent {
  constructor(name, path, file) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    Object.defineProperty(this, Symbol('type'), { value: file.names ? 2 : 1, enumerable: true });
    Object.defineProperty(this, 'file', { value: !file.names });
  }
  isFile() { return this.file; }
  isDirectory() { return !this.file; }
  isSymbolicLink() { return false; }
}

function isDirectory(path) {
  const error = coded(Error, 'ERR_FS_EISDIR', `Path is a directory: rm returned EISDIR (is a directory) ${path}`);
  error.info = { code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 };
  hide(error, 'name', 'SystemError');
  return Object.assign(error, { errno: 21, syscall: 'rm', path });
}

const ops = {
  open(path, flags, mode = 0o666) {
    const { at, last, found } = locate(path, 'open');
    let file = found;
    if (file) {
      if ((flags & 192) === 192) throw system('EEXIST', 'open', path);
      if (file.names && flags & 3) throw system('EISDIR', 'open', path);
      if (!file.names && path.endsWith('/')) throw system('ENOTDIR', 'open', path);
      if (flags & constants.O_TRUNC) Object.assign(file, { bytes: Buffer.alloc(0), size: 0, store: null, changed: Date.now() });
    } else if (flags & constants.O_CREAT) {
      at.names.set(last, file = regular(Buffer.alloc(0), 0, mode & ~0o022));
      file.born = file.changed = Date.now();
    } else {
      throw system('ENOENT', 'open', path);
    }
    let fd = FIRST_FD;
    while (files.has(fd)) fd++;
    files.set(fd, { file, flags, position: 0, path });
    return fd;
  },
  close(fd) { descriptor(fd, 'close'); files.delete(fd); },
  read(fd, out, position) {
    const open = descriptor(fd, 'read');
    if (open.file.names) throw system('EISDIR', 'read');
    if ((open.flags & 3) === 1) throw system('EBADF', 'read');
    const own = typeof position !== 'number' || position < 0;
    const length = readBytes(open.file, out, own ? open.position : position);
    if (own) open.position += length;
    return length;
  },
  write(fd, data, position) {
    if (fd === 1 || fd === 2) {
      internal.write(fd, data.toString());
      return data.length;
    }
    const open = descriptor(fd, 'write');
    if ((open.flags & 3) === 0) throw system('EBADF', 'write');
    const own = typeof position !== 'number';
    const at = open.flags & constants.O_APPEND ? open.file.size : own ? open.position : position;
    writeBytes(open.file, data, at);
    if (own) open.position = at + data.length;
    return data.length;
  },
  fstat(fd) { return new Stats(descriptor(fd, 'fstat').file); },
  ftruncate(fd, size) { resize(descriptor(fd, 'ftruncate').file, size); },
  fsync(fd) { descriptor(fd, 'fsync'); },
  stat(path) { return new Stats(find(path, 'stat')); },
  lstat(path) { return new Stats(find(path, 'lstat')); },
  access(path, mode = 0) {
    const { names } = find(path, 'access');
    if (mode & 1 && !names) throw system('EACCES', 'access', path);
  },
  mkdir(path, options) {
    const { at, last, found } = options?.recursive ? {} : locate(path, 'mkdir');
    if (options?.recursive) {
      const names = parts(path);
      let deep = root;
      for (const name of names) {
        deep = deep?.names.get(name);
        if (deep && !deep.names) throw system(name === names.at(-1) ? 'EEXIST' : 'ENOTDIR', 'mkdir', path);
      }
      return makeDirectories(names).first?.slice(path[0] === '/' ? 0 : `/${parts('.').join('/')}`.length).replace(path[0] === '/' ? '' : /^\//, '');
    }
    if (found) throw system('EEXIST', 'mkdir', path);
    at.names.set(last, directory());
    return undefined;
  },
  readdir(path, options) {
    const { names } = find(path, 'scandir');
    if (!names) throw system('ENOTDIR', 'scandir', path);
    const sorted = [...names.keys()].sort();
    return options?.withFileTypes ? sorted.map((name) => new Dirent(name, path, names.get(name))) : sorted;
  },
  unlink(path) {
    if (find(path, 'unlink').names) throw system('EISDIR', 'unlink', path);
    const { at, last } = locate(path, 'unlink');
    at.names.delete(last);
  },
  rmdir(path) {
    const { names } = find(path, 'rmdir');
    if (!names) throw system('ENOTDIR', 'rmdir', path);
    if (names.size) throw system('ENOTEMPTY', 'rmdir', path);
    const { at, last } = locate(path, 'rmdir');
    at.names.delete(last);
  },
  rm(path, options) {
    let found;
    try {
      found = find(path, 'lstat');
    } catch (error) {
      if (options?.force) return;
      throw error;
    }
    if (found.names && !options?.recursive) throw isDirectory(path);
    const { at, last } = locate(path, 'rm');
    at.names.delete(last);
  },
  rename(from, to) {
    const file = find(from, 'rename', to), source = locate(from, 'rename', to);
    let target;
    try {
      target = locate(to, 'rename');
    } catch (error) {
      throw system(error.code, 'rename', from, to);
    }
    if (target.found === file) return;
    if (target.found?.names && !file.names) throw system('EISDIR', 'rename', from, to);
    if (target.found?.names?.size) throw system('ENOTEMPTY', 'rename', from, to);
    source.at.names.delete(source.last);
    target.at.names.set(target.last, file);
  },
  copyFile(from, to, mode = 0) {
    const file = find(from, 'copyfile', to), { at, last, found } = locate(to, 'copyfile');
    if (found && mode & 1) throw system('EEXIST', 'copyfile', from, to);
    if (file.names || found?.names) throw system('EISDIR', 'copyfile', from, to);
    at.names.set(last, regular(file.bytes.slice(), file.size, file.mode));
  },
  truncate(path, size = 0) { resize(find(path, 'open'), size); },
  realpath(path) {
    const whole = `/${parts(path).join('/')}`;
    find(whole, 'lstat');
    return whole;
  },
  mkdtemp(prefix) {
    const name = prefix + Array.from({ length: 6 }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(Math.random() * 26)]).join('');
    ops.mkdir(name);
    return name;
  },
};

// How long a request keeps its thread: the disk's own time, and the time for the bytes it moves.
function cost(name, args) {
  let bytes = 0;
  if (name === 'read') {
    const open = files.get(args[0]);
    const at = typeof args[2] === 'number' && args[2] >= 0 ? args[2] : open?.position ?? 0;
    bytes = Math.max(0, Math.min(args[1].length, (open?.file.size ?? 0) - at));
  } else if (name === 'write') {
    bytes = args[1].length;
  }
  return settings.diskMs + bytes / BYTES_PER_MS;
}
const subject = (value) => typeof value === 'number' ? files.get(value)?.path ?? `fd ${value}` : value;
function run(name, args, callback) {
  return internal.pool(`${name} ${subject(args[0])}`, cost(name, args), () => {
    let error = null, value;
    try {
      value = ops[name](...args);
    } catch (failure) {
      error = failure;
    }
    callback(error, value);
  }, 'file');
}
function block(name, args) {
  internal.block(`${name}Sync ${subject(args[0])}`, cost(name, args));
  return ops[name](...args);
}

function pathOf(path, name = 'path') {
  if (path instanceof Uint8Array) path = Buffer.from(path).toString();
  else if (path?.protocol === 'file:' && typeof path.pathname === 'string') path = decodeURIComponent(path.pathname);
  if (typeof path !== 'string') throw argType(name, ['string', 'Buffer', 'URL'], path);
  if (path.includes('\0')) throw argValue(name, path, 'must be a string, Uint8Array, or URL without null bytes');
  return path;
}
function fdOf(fd) {
  isInteger(fd, 'fd', 0, 2147483647);
  return fd;
}
function optionsOf(options, defaults = {}) {
  if (options == null || typeof options === 'function') return defaults;
  if (typeof options === 'string') options = { encoding: options };
  else if (typeof options !== 'object') throw argType('options', ['string', 'Object'], options);
  const { encoding } = options;
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw argValue('encoding', encoding, 'is invalid encoding');
  return { ...defaults, ...options };
}
function dataOf(data, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding || 'utf8');
  if (!ArrayBuffer.isView(data)) throw argType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
const callbackOf = (callback) => { isFunction(callback, 'cb'); return callback; };

module.exports = { constants, Stats, Dirent, ops, run, block, pathOf, fdOf, flagsOf, optionsOf, dataOf, callbackOf, isDirectory };
