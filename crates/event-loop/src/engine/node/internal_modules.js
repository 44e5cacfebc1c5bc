'use strict';
// What a program gets by `require` and `import`; `require` in here gives any file of the library.

// A file of the virtual disk: JSON, or a CommonJS module.
const files = {};
function requireFile(request) {
  const fs = require('fs');
  const path = require('path').resolve('/home', request);
  const found = [path, `${path}.js`, `${path}.json`, `${path}/index.js`].find((one) => fs.existsSync(one) && !fs.statSync(one).isDirectory());
  if (found === undefined) throw missing(request);
  const known = files[found];
  if (known !== undefined) return known.exports;
  const module = { exports: {}, filename: found, id: found, loaded: false, children: [], paths: [] };
  files[found] = module;
  try {
    const text = fs.readFileSync(found, 'utf8');
    if (found.endsWith('.json')) module.exports = JSON.parse(text);
    else {
      const body = (0, eval)(`(function (exports, require, module, __filename, __dirname) {${text}\n})`);
      body.call(module.exports, module.exports, requirePublic, module, found, '/home');
    }
  } catch (error) {
    delete files[found];
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

function missing(name) {
  const error = new Error(`Cannot find module '${name}'\nRequire stack:\n- program.js`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = ['program.js'];
  return error;
}

function noBuiltin(request) {
  const error = new Error(`No such built-in module: ${request}`);
  error.code = 'ERR_UNKNOWN_BUILTIN_MODULE';
  return error;
}

const HIDDEN = new Set([
  'bootstrap', 'console_global', 'dns_promises', 'event_target', 'fetch', 'fs_promises', 'fs_streams', 'inspect',
  'stream_consumers', 'stream_promises', 'structured_clone', 'timers_promises',
]);
// Modules that are a part of another.
const PARTS = {
  'assert/strict': ['assert', 'strict'],
  'fs/promises': ['fs', 'promises'],
  'path/posix': ['path', 'posix'],
  'readline/promises': ['readline', 'promises'],
  'util/types': ['util', 'types'],
};
const filled = new Set();

function requirePublic(request) {
  if (typeof request !== 'string') {
    const error = new TypeError(`The "id" argument must be of type string. Received ${typeof request}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const isPrefixed = request.startsWith('node:');
  const name = isPrefixed ? request.slice(5) : request;
  if (/^[./]/.test(request)) return requireFile(request);
  if (HIDDEN.has(name) || name.startsWith('internal')) throw missing(request);
  if (name === 'process') return require('process');
  const lacks = require('internal_missing');
  if (name === 'module') return { createRequire: () => requirePublic, builtinModules: [...lacks.BUILTINS], isBuiltin: lacks.isBuiltin };
  const exports = publicModule(name, request, lacks.isNodes(name, isPrefixed) ? lacks.refuse : undefined);
  if (!filled.has(name)) {
    filled.add(name);
    lacks.fill(name, exports);
  }
  return exports;
}
// What a module of Node's own exports; `refuse` tells that it is Node's, if it is not here.
function publicModule(name, request, refuse) {
  if (name === 'console') return console;
  if (name === 'sys') return require('util');
  const part = PARTS[name];
  if (part !== undefined) return require(part[0])[part[1]];
  try {
    return require(name);
  } catch (error) {
    if (!String(error.message).startsWith('internal: no file')) throw error;
    if (refuse !== undefined) refuse(name);
    throw request === name ? missing(request) : noBuiltin(request);
  }
}

function importPublic(request) {
  try {
    return requirePublic(request);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    const isPath = /^[./]/.test(request);
    const shown = isPath ? require('path').resolve('/home', request) : request;
    const coded = new Error(`Cannot find ${isPath ? 'module' : 'package'} '${shown}' imported from /home/program.mjs`);
    coded.code = 'ERR_MODULE_NOT_FOUND';
    throw coded;
  }
}

module.exports = { files, requirePublic, importPublic };
