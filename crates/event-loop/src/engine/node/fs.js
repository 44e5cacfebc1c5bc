'use strict';
const { Buffer } = require('buffer');
const { missing, AbortError, argType, isInteger } = require('internal_errors');
const { constants, Stats, Dirent, run, block, pathOf, fdOf, flagsOf, optionsOf, dataOf, callbackOf, isDirectory } = require('internal_disk');

const CHUNK = 512 * 1024, UNKNOWN = 64 * 1024;
const fs = { constants, Stats, Dirent };

// The calls that are one request each: their arguments' check, and how many values their callback gets.
const one = (check, valued = false) => ({ check, valued });
const onPath = (path, ...rest) => [pathOf(path), ...rest];
const onFd = (fd, ...rest) => [fdOf(fd), ...rest];
const calls = {
  stat: one((path) => [pathOf(path)], true),
  lstat: one((path) => [pathOf(path)], true),
  fstat: one((fd) => [fdOf(fd)], true),
  access: one(onPath),
  mkdir: one((path, options) => [pathOf(path), typeof options === 'object' && options !== null ? options : undefined]),
  readdir: one((path, options) => [pathOf(path), optionsOf(options)], true),
  unlink: one((path) => [pathOf(path)]),
  rmdir: one((path) => [pathOf(path)]),
  rm: one(onPath),
  rename: one((from, to) => [pathOf(from, 'oldPath'), pathOf(to, 'newPath')]),
  copyFile: one((from, to, mode) => [pathOf(from, 'src'), pathOf(to, 'dest'), mode]),
  open: one((path, flags, mode) => [pathOf(path), flagsOf(flags), mode], true),
  close: one((fd) => [fdOf(fd)]),
  truncate: one((path, size) => [pathOf(path), size ?? 0]),
  ftruncate: one((fd, size) => [fdOf(fd), size ?? 0]),
  fsync: one(onFd),
  realpath: one((path) => [pathOf(path)], true),
  mkdtemp: one((prefix) => [pathOf(prefix, 'prefix')], true),
};
for (const [name, { check, valued }] of Object.entries(calls)) {
  fs[name] = (...args) => {
    const last = args.pop();
    let callback = last;
    if (typeof last !== 'function') {
      if (name !== 'close' || args.length > 0) throw argType('cb', 'function', args.length ? last : undefined);
      args.push(last);
      callback = (error) => { if (error) throw error; };
    }
    const checked = check(...args);
    run(name, checked, (error, value) => {
      if (error) callback(error);
      else if (valued || value !== undefined) callback(null, value);
      else callback(null);
    });
  };
  fs[`${name}Sync`] = (...args) => {
    const checked = check(...args);
    const lenient = (name === 'stat' || name === 'lstat') && args[1]?.throwIfNoEntry === false;
    try {
      return block(name, checked);
    } catch (error) {
      if (lenient && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
}

// What Node itself makes of several requests.
fs.truncate = (path, size, callback) => {
  if (typeof size === 'function') [callback, size] = [size, 0];
  callbackOf(callback);
  run('open', [pathOf(path), constants.O_RDWR], (error, fd) => {
    if (error) callback(error);
    else run('ftruncate', [fd, size ?? 0], (failure) => run('close', [fd], (other) => callback(failure || other)));
  });
};
fs.realpath = (path, options, callback) => {
  callbackOf(callback ??= options);
  const names = require('path').resolve(pathOf(path)).split('/').filter(Boolean);
  const step = (count) => {
    if (count > names.length) callback(null, `/${names.join('/')}`);
    else run('lstat', [`/${names.slice(0, count).join('/')}`], (error) => { if (error) callback(error); else step(count + 1); });
  };
  if (names.length) step(1);
  else process.nextTick(step, 1);
};
function remove(path, callback) {
  run('lstat', [path], (error, stats) => {
    if (error) callback(error.code === 'ENOENT' ? null : error);
    else if (!stats.isDirectory()) run('unlink', [path], callback);
    else run('rmdir', [path], (full) => {
      if (full?.code !== 'ENOTEMPTY') {
        callback(full);
        return;
      }
      run('readdir', [path], (failure, names = []) => {
        let left = names.length;
        const done = (other) => {
          failure ??= other;
          if (--left > 0) return;
          if (failure) callback(failure);
          else run('rmdir', [path], callback);
        };
        if (left) for (const name of names) remove(`${path}/${name}`, done);
        else done(null);
      });
    });
  });
}
fs.rm = (path, options, callback) => {
  if (typeof options === 'function') [callback, options] = [options, {}];
  callbackOf(callback);
  path = pathOf(path);
  run('lstat', [path], (error, stats) => {
    if (error) callback(options?.force && error.code === 'ENOENT' ? null : error);
    else if (stats.isDirectory() && !options?.recursive) callback(isDirectory(path));
    else remove(path, (failure) => callback(failure));
  });
};

fs.exists = (path, callback) => {
  callbackOf(callback);
  try {
    path = pathOf(path);
  } catch {
    callback(false);
    return;
  }
  run('access', [path], (error) => callback(!error));
};
fs.existsSync = (path) => {
  try {
    block('access', [pathOf(path)]);
    return true;
  } catch {
    return false;
  }
};
Object.defineProperty(fs.exists, Symbol.for('nodejs.util.promisify.custom'), {
  value: (path) => new Promise((resolve) => fs.exists(path, resolve)),
});

function span(buffer, offset, length, position) {
  if (offset !== null && typeof offset === 'object') ({ offset, length, position } = offset);
  offset ??= 0;
  if (!ArrayBuffer.isView(buffer)) throw argType('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  isInteger(offset, 'offset', 0, buffer.byteLength);
  length ??= buffer.byteLength - offset;
  isInteger(length, 'length', 0, buffer.byteLength - offset);
  return [Buffer.from(buffer.buffer, buffer.byteOffset + offset, length), typeof position === 'bigint' ? Number(position) : position];
}
fs.read = (fd, buffer, ...rest) => {
  fdOf(fd);
  if (typeof buffer === 'function') rest = [buffer], buffer = Buffer.alloc(16384);
  else if (!ArrayBuffer.isView(buffer)) rest = [buffer, ...rest], buffer = buffer?.buffer ?? Buffer.alloc(16384);
  const callback = callbackOf(rest.pop());
  const [bytes, position] = span(buffer, ...rest);
  if (bytes.length === 0) {
    process.nextTick(callback, null, 0, buffer);
    return;
  }
  run('read', [fd, bytes, position], (error, count) => callback(error, count || 0, buffer));
};
fs.readSync = (fd, buffer, ...rest) => block('read', [fdOf(fd), ...span(buffer, ...rest)]);
fs.write = (fd, data, ...rest) => {
  fdOf(fd);
  const callback = callbackOf(rest.pop());
  const [bytes, position] = typeof data === 'string' ? [Buffer.from(data, rest[1]), rest[0]] : span(data, ...rest);
  run('write', [fd, bytes, position], (error, count) => callback(error, count || 0, data));
};
fs.writeSync = (fd, data, ...rest) => {
  const [bytes, position] = typeof data === 'string' ? [Buffer.from(data, rest[1]), rest[0]] : span(data, ...rest);
  return block('write', [fdOf(fd), bytes, position]);
};
for (const [name, count] of [['read', 'bytesRead'], ['write', 'bytesWritten']]) {
  Object.defineProperty(fs[name], Symbol.for('nodejs.util.promisify.custom'), {
    value: (...args) => new Promise((resolve, reject) => {
      fs[name](...args, (error, n, buffer) => { if (error) reject(error); else resolve({ [count]: n, buffer }); });
    }),
  });
}
fs.writev = (fd, list, position, callback) => {
  if (typeof position === 'function') [callback, position] = [position, null];
  callbackOf(callback);
  run('write', [fdOf(fd), Buffer.concat(list), position], (error, count) => callback(error, count || 0, list));
};

const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

// open, fstat, read as often as it takes, close: each is a request of its own.
fs.readFile = (path, options, callback) => {
  callback = callbackOf(callback || options);
  const { encoding, flag, signal } = optionsOf(options, { flag: 'r' });
  if (signal?.aborted) {
    callback(aborted(signal));
    return;
  }
  const own = !Number.isInteger(path);
  let fd = path, size = 0, position = 0, whole = null;
  const pieces = [];
  const close = (failure) => {
    const done = (error) => {
      if (failure || error) {
        callback(failure && error ? new AggregateError([failure, error], failure.message) : failure || error);
        return;
      }
      const buffer = size === 0 ? Buffer.concat(pieces, position)
        : position < size ? whole.subarray(0, position) : whole;
      callback(null, encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer);
    };
    if (own) run('close', [fd], done);
    else process.nextTick(done, null);
  };
  const read = () => {
    if (signal?.aborted) {
      close(aborted(signal));
      return;
    }
    const target = size === 0 ? Buffer.alloc(UNKNOWN) : whole.subarray(position, position + CHUNK);
    run('read', [fd, target, -1], (error, count) => {
      if (error) {
        close(error);
        return;
      }
      position += count;
      if (size === 0 && count > 0) pieces.push(target.subarray(0, count));
      if (count === 0 || position === size) close();
      else read();
    });
  };
  const opened = (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    fd = value;
    run('fstat', [fd], (failure, stats) => {
      if (failure) {
        close(failure);
        return;
      }
      size = stats.isFile() ? stats.size : 0;
      if (size > 0) whole = Buffer.alloc(size);
      read();
    });
  };
  if (own) run('open', [pathOf(path), flagsOf(flag), 0o666], opened);
  else process.nextTick(opened, null, fd);
};
fs.readFileSync = (path, options) => {
  const { encoding, flag } = optionsOf(options, { flag: 'r' });
  const own = !Number.isInteger(path);
  const fd = own ? block('open', [pathOf(path), flagsOf(flag)]) : path;
  try {
    const stats = block('fstat', [fd]);
    const buffer = Buffer.alloc(stats.isFile() ? stats.size : UNKNOWN);
    const count = block('read', [fd, buffer, -1]);
    return encoding && encoding !== 'buffer' ? buffer.toString(encoding, 0, count) : buffer.subarray(0, count);
  } finally {
    if (own) block('close', [fd]);
  }
};

fs.writeFile = (path, data, options, callback) => {
  callback = callbackOf(callback || options);
  const { encoding, mode, flag, signal } = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'w' });
  const bytes = dataOf(data, encoding);
  if (signal?.aborted) {
    callback(aborted(signal));
    return;
  }
  const own = !Number.isInteger(path);
  const writeAll = (fd) => {
    const close = (failure) => {
      if (own) run('close', [fd], (error) => callback(failure || error));
      else callback(failure);
    };
    if (signal?.aborted) close(aborted(signal));
    else run('write', [fd, bytes, null], (error) => close(error));
  };
  if (!own) writeAll(path);
  else run('open', [pathOf(path), flagsOf(flag), mode], (error, fd) => { if (error) callback(error); else writeAll(fd); });
};
fs.appendFile = (path, data, options, callback) => {
  callback = callbackOf(callback || options);
  fs.writeFile(path, data, optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }), callback);
};
fs.writeFileSync = (path, data, options) => {
  const { encoding, mode, flag } = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'w' });
  const bytes = dataOf(data, encoding);
  const own = !Number.isInteger(path);
  const fd = own ? block('open', [pathOf(path), flagsOf(flag), mode]) : path;
  try {
    block('write', [fd, bytes, null]);
  } finally {
    if (own) block('close', [fd]);
  }
};
fs.appendFileSync = (path, data, options) =>
  fs.writeFileSync(path, data, optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }));

// ---- streams ----

// Made when somebody first asks for it.
const streams = () => require('fs_streams');
Object.assign(fs, {
  createReadStream: (path, options) => new (streams().ReadStream)(path, options),
  createWriteStream: (path, options) => new (streams().WriteStream)(path, options),
});

for (const name of ['watch', 'watchFile', 'unwatchFile', 'opendir', 'opendirSync', 'cp', 'cpSync', 'link', 'linkSync', 'symlink',
  'symlinkSync', 'readlink', 'readlinkSync', 'chmod', 'chmodSync', 'chown', 'chownSync', 'utimes', 'utimesSync', 'statfs']) {
  fs[name] = missing(`fs.${name}`);
}
for (const [name, value] of Object.entries(fs)) {
  if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name, configurable: true });
}
Object.assign(fs, { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 });
for (const name of ['ReadStream', 'WriteStream']) {
  Object.defineProperty(fs, name, { enumerable: true, configurable: true, get: () => streams()[name] });
}
Object.defineProperty(fs, 'promises', { enumerable: true, configurable: true, get: () => require('fs_promises') });
module.exports = fs;
