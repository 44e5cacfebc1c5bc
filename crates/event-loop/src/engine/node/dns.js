'use strict';
// Names are made up addresses of the range for documentation; names that end in .invalid are not found.
const { isFunction, isString, missing } = require('internal_errors');

const LOOKUP_MS = 1;
const isIP = (host) => /^(\d{1,3}\.){3}\d{1,3}$/.test(host) && host.split('.').every((part) => part <= 255) ? 4 : /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(host) ? 6 : 0;
const addressOf = (host) => host === 'localhost' ? '127.0.0.1'
  : `203.0.113.${1 + [...host].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 254, 7)}`;
function notFound(syscall, host) {
  const error = new Error(`${syscall} ENOTFOUND ${host}`);
  if (syscall === 'getaddrinfo') error.errno = -3008;
  else error.errno = undefined;
  error.code = 'ENOTFOUND';
  error.syscall = syscall;
  error.hostname = host;
  return error;
}
const unknown = (host) => /(^|\.)invalid$/.test(host);

// getaddrinfo() blocks, so it works on a thread of the pool.
function lookup(host, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, {}];
  if (host) isString(host, 'hostname');
  isFunction(callback, 'callback');
  const all = typeof options === 'object' && options?.all;
  const tell = (address, family) => {
    if (all) callback(null, address ? [{ address, family }] : []);
    else callback(null, address, family);
  };
  const family = isIP(host ?? '');
  if (!host || family) {
    process.nextTick(tell, host || null, family || 4);
    return;
  }
  internal.pool(`getaddrinfo ${host}`, LOOKUP_MS, () => {
    if (unknown(host)) callback(notFound('getaddrinfo', host));
    else tell(addressOf(host), 4);
  }, 'network');
}
// The resolver's own requests go over the network and need no thread.
function resolve4(host, callback) {
  if (typeof callback !== 'function') callback = arguments[2];
  isString(host, 'name');
  isFunction(callback, 'callback');
  internal.wait(`dns ${host}`, internal.settings.networkMs, () => {
    if (unknown(host)) callback(notFound('queryA', host));
    else callback(null, [addressOf(host)]);
  });
}
const promised = (call) => new Promise((resolve, reject) => call((error, value) => { if (error) reject(error); else resolve(value); }));
const promises = {
  lookup: (host, options = {}) => promised((done) => lookup(host, options, (error, address, family) =>
    done(error, options?.all ? address : { address, family }))),
  resolve4: (host) => promised((done) => resolve4(host, done)),
};
promises.resolve = promises.resolve4;
Object.defineProperty(lookup, Symbol.for('nodejs.util.promisify.custom'), { value: promises.lookup });
module.exports = {
  lookup, resolve4, resolve: resolve4, promises, isIP,
  setServers: missing('dns.setServers'), reverse: missing('dns.reverse'), resolve6: missing('dns.resolve6'),
};
