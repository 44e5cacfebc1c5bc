'use strict';
// The process: its events, its output, and how it ends. The host calls what stands at the end.

const EventEmitter = require('events');
const { missing } = require('internal_errors');

class Process extends EventEmitter {}
Object.defineProperty(Process, 'name', { value: 'process' });
const process = new Process();
module.exports = process;

const hidden = (name, value) =>
  Object.defineProperty(process, name, { value, writable: true, configurable: true, enumerable: false });

function invalidType(name, expected, value) {
  const { inspect } = require('inspect');
  let received;
  if (value == null) received = `Received ${value}`;
  else if (typeof value === 'function') received = `Received function ${value.name}`;
  else if (typeof value === 'object') {
    received = value.constructor && value.constructor.name
      ? `Received an instance of ${value.constructor.name}`
      : `Received ${inspect(value, { depth: -1 })}`;
  } else {
    let shown = inspect(value, { colors: false });
    if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
    received = `Received type ${typeof value} (${shown})`;
  }
  const error = new TypeError(`The "${name}" argument must be of type ${expected}. ${received}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}
hidden('invalidType', invalidType);

const versions = { 10: 'v10.24.1', 18: 'v18.20.8', 20: 'v20.20.2' };
process.title = 'node';
process.version = versions[internal.settings.node];
process.versions = { node: process.version.slice(1) };
process.platform = 'linux';
process.arch = 'x64';
process.pid = 1;
process.ppid = 0;
process.execPath = '/usr/bin/node';
process.argv = [process.execPath, '/home/program.js'];
process.argv0 = 'node';
process.execArgv = [];
process.env = {};
// Node 20 takes whole numbers alone.
function checkCode(code) {
  if (internal.settings.node < 20 || code === undefined || code === null) return code;
  if (typeof code === 'string' && code !== '' && Number.isInteger(Number(code))) return code;
  if (typeof code !== 'number') throw invalidType('code', 'number', code);
  if (!Number.isInteger(code)) {
    const error = new RangeError(`The value of "code" is out of range. It must be an integer. Received ${code}`);
    error.code = 'ERR_OUT_OF_RANGE';
    throw error;
  }
  return code;
}
let exitCode;
Object.defineProperty(process, 'exitCode', {
  configurable: true,
  enumerable: true,
  get: () => exitCode,
  set(code) {
    exitCode = checkCode(code);
  },
});
process.release = { name: 'node' };
process.features = {};
process.cwd = () => '/home';
process.uptime = () => internal.now() / 1000;
process.hrtime = (before) => {
  const now = internal.now();
  let seconds = Math.trunc(now / 1000);
  let nanoseconds = Math.round((now % 1000) * 1e6);
  if (before) {
    seconds -= before[0];
    nanoseconds -= before[1];
    if (nanoseconds < 0) {
      seconds -= 1;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
};
process.hrtime.bigint = () => BigInt(Math.round(internal.now() * 1e6));
process.nextTick = function nextTick(callback, ...args) {
  if (typeof callback !== 'function') throw invalidType('callback', 'function', callback);
  if (process._exiting) return;
  internal.nextTick(callback, ...args);
};
// Streams that are made when they are first used.
for (const name of ['stdout', 'stderr', 'stdin']) {
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get: () => (stream ??= require('internal_stdio')[name]()),
  });
}
// What the console prints with; `internal_stdio` replaces it if a program asks more of an output than to be written to.
internal.print = internal.write;
for (const name of [
  'memoryUsage', 'kill', 'binding', 'dlopen', 'getActiveResourcesInfo', 'loadEnvFile', 'cpuUsage', 'resourceUsage',
  'constrainedMemory', 'availableMemory', 'openStdin', 'getuid', 'geteuid', 'getgid', 'getegid', 'getgroups', 'setuid',
  'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups', 'umask', 'chdir', 'setSourceMapsEnabled', 'getBuiltinModule',
]) hidden(name, missing(`process.${name}`));
process.emitWarning = function emitWarning(warning, options, code) {
  let name = 'Warning';
  if (typeof options === 'string') name = options;
  else if (options && typeof options === 'object') {
    name = options.type || name;
    code = options.code;
  }
  if (!(warning instanceof Error)) {
    const message = String(warning);
    warning = new Error(message);
    warning.name = name;
    if (code !== undefined) warning.code = code;
  }
  internal.nextTick(() => process.emit('warning', warning));
};
process.on('warning', (warning) => {
  const code = warning.code ? `[${warning.code}] ` : '';
  internal.write(2, `(node:${process.pid}) ${code}${warning.name}: ${warning.message}\n`);
});

process.reallyExit = (code) => internal.exit(code);
process.exit = function exit(code) {
  if (code !== undefined) process.exitCode = code;
  if (!process._exiting) {
    hidden('_exiting', true);
    process.emit('exit', Number(process.exitCode) || 0);
  }
  internal.exit(Number(process.exitCode) || 0);
};
process.abort = () => internal.exit(134);
let captured = null;
process.setUncaughtExceptionCaptureCallback = (callback) => {
  captured = callback;
};
process.hasUncaughtExceptionCaptureCallback = () => captured !== null;

// ---- errors that nothing caught ----

function describe(error) {
  const { inspect } = require('inspect');
  if (error instanceof Error) return inspect(error) + require('internal_missing').hintOf(error);
  return `Uncaught ${inspect(error)}`;
}

// Node names itself from 17 on.
const report = (error) => `${describe(error)}\n${internal.settings.node === 10 ? '' : `\nNode.js ${process.version}\n`}`;
// Gives the exit code if the process ends, and nothing if a handler took the error.
hidden('uncaught', (error, isRejection) => {
  const type = isRejection ? 'unhandledRejection' : 'uncaughtException';
  try {
    process.emit('uncaughtExceptionMonitor', error, type);
    if (captured !== null) {
      captured(error);
      return undefined;
    }
    if (process.emit('uncaughtException', error, type)) return undefined;
  } catch (second) {
    internal.write(2, report(second));
    return 7;
  }
  internal.write(2, report(error));
  return endWith(1);
});

function endWith(code) {
  try {
    if (!process._exiting) {
      hidden('_exiting', true);
      process.exitCode = code;
      process.emit('exit', code);
    }
  } catch {
    // The process ends anyway.
  }
  return Number(process.exitCode) || code;
}

// As V8 puts a value into a message.
function plain(value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  return `#<${(value.constructor && value.constructor.name) || 'Object'}>`;
}

function rejectionError(reason) {
  if (reason instanceof Error) return reason;
  const error = new Error(
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting a ' +
      `promise which was not handled with .catch(). The promise rejected with the reason "${plain(reason)}".`);
  error.code = 'ERR_UNHANDLED_REJECTION';
  error.name = 'UnhandledPromiseRejection';
  return error;
}

let rejections = 0;
// Gives the reason if nothing handles it, so that it counts as thrown.
hidden('unhandled', (promise) => {
  const [, reason] = internal.promiseDetails(promise);
  if (process.emit('unhandledRejection', reason, promise)) return undefined;
  rejections += 1;
  if (internal.settings.node < 15) {
    const { inspect } = require('inspect');
    const shown = reason instanceof Error ? reason.stack || String(reason) : inspect(reason);
    process.emitWarning(
      `Unhandled promise rejection. This error originated either by throwing inside of an async function without a ` +
        `catch block, or by rejecting a promise which was not handled with .catch(). (rejection id: ${rejections})`,
      'UnhandledPromiseRejectionWarning');
    internal.write(2, `(node:${process.pid}) UnhandledPromiseRejectionWarning: ${shown}\n`);
    return undefined;
  }
  return { reason: rejectionError(reason) };
});
hidden('handledLate', (promise) => {
  if (!process.emit('rejectionHandled', promise)) {
    process.emitWarning('Promise rejection was handled asynchronously', 'PromiseRejectionHandledWarning');
  }
});
// The main module threw: the process ends before its ticks, unless a handler takes it.
hidden('failMain', (error) => {
  const code = process.uncaught(error, true);
  if (code !== undefined) internal.exit(code);
});

// ---- the end ----

hidden('beforeExit', () => {
  process.emit('beforeExit', Number(process.exitCode) || 0);
  return 0;
});
hidden('unsettled', () => {
  internal.write(2, 'Warning: Detected unsettled top-level await\n');
  return process.exitCode === undefined ? 13 : 0;
});
hidden('exitNow', () => {
  if (!process._exiting) {
    hidden('_exiting', true);
    process.emit('exit', Number(process.exitCode) || 0);
  }
  return Number(process.exitCode) || 0;
});
