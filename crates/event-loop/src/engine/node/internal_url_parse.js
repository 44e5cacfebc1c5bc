'use strict';
// The older half of `url`: parse, format and resolve.
const { isString, argType } = require('internal_errors');
const querystring = require('querystring');

const SLASHED = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const HOSTLESS = 'javascript:';

class Url {
  constructor() {
    for (const name of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href']) {
      this[name] = null;
    }
  }
}

const escaped = (text) => text.replace(/[\s"'<>\\^`{|}]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

function takeHost(url, rest) {
  const [, auth, host, after] = /^(?:([^/?#]*)@)?([^/?#]*)([^]*)$/.exec(rest);
  if (auth !== undefined) url.auth = decodeURIComponent(auth);
  const port = /:(\d*)$/.exec(host);
  if (port !== null && port[1] !== '') url.port = port[1];
  const name = (port === null ? host : host.slice(0, port.index)).toLowerCase();
  url.host = name + (url.port === null ? '' : `:${url.port}`);
  url.hostname = /^\[.*\]$/.test(name) ? name.slice(1, -1) : name;
  return after;
}

function parse(text, parsesQuery = false, slashesDenoteHost = false) {
  if (text instanceof Url) return text;
  isString(text, 'url');
  const url = new Url();
  let rest = text.trim();
  const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  if (scheme !== undefined) {
    url.protocol = scheme.toLowerCase();
    rest = rest.slice(scheme.length);
  }
  // Before the query a backslash is a slash.
  rest = rest.replace(/^[^?#]*/, (path) => path.replaceAll('\\', '/'));
  const hasSlashes = rest.startsWith('//') && url.protocol !== HOSTLESS && (scheme !== undefined || slashesDenoteHost);
  if (hasSlashes) {
    url.slashes = true;
    rest = rest.slice(2);
  }
  if (hasSlashes || (scheme !== undefined && url.protocol !== HOSTLESS && !SLASHED.has(url.protocol))) rest = takeHost(url, rest);
  if (url.protocol !== HOSTLESS) rest = escaped(rest);
  const [, path, search, hash] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(rest);
  if (hash !== undefined) url.hash = hash;
  if (search !== undefined) {
    url.search = search;
    url.query = parsesQuery ? querystring.parse(search.slice(1)) : search.slice(1);
  } else if (parsesQuery) {
    url.search = null;
    url.query = Object.create(null);
  }
  if (path !== '') url.pathname = path;
  else if (SLASHED.has(url.protocol) && url.hostname) url.pathname = '/';
  if (url.pathname !== null || url.search !== null) url.path = (url.pathname ?? '') + (url.search ?? '');
  url.href = format(url);
  return url;
}

function format(url, options) {
  if (typeof url === 'string') url = parse(url);
  else if (url === null || typeof url !== 'object') throw argType('urlObject', ['Object', 'string'], url);
  else if (url instanceof require('url').URL) return formatNew(url, options ?? {});
  let { protocol = '', pathname = '', hash = '', search } = url;
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace(/%3A/i, ':')}@` : '';
  protocol = protocol ?? '';
  if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
  let host = '';
  if (url.host) host = auth + url.host;
  else if (url.hostname) host = auth + (url.hostname.includes(':') ? `[${url.hostname}]` : url.hostname) + (url.port ? `:${url.port}` : '');
  const query = url.query !== null && typeof url.query === 'object' ? querystring.stringify(url.query) : '';
  search = search || (query && `?${query}`) || '';
  pathname = (pathname ?? '').replace(/[?#]/g, encodeURIComponent);
  hash = hash ?? '';
  if (url.slashes || ((protocol === '' || SLASHED.has(protocol)) && host !== '')) {
    host = `//${host}`;
    if (pathname !== '' && pathname[0] !== '/') pathname = `/${pathname}`;
  }
  if (hash !== '' && hash[0] !== '#') hash = `#${hash}`;
  if (search !== '' && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search.replaceAll('#', '%23') + hash;
}

function formatNew(url, { auth = true, fragment = true, search = true }) {
  const user = auth && url.username ? `${url.username}${url.password && `:${url.password}`}@` : '';
  const start = url.host === '' && url.protocol !== 'file:' ? url.protocol : `${url.protocol}//${user}${url.host}`;
  return start + url.pathname + (search ? url.search : '') + (fragment ? url.hash : '');
}

function resolve(from, to) {
  const { URL } = require('url');
  const found = new URL(to, new URL(from, 'http://resolve.invalid'));
  return found.host === 'resolve.invalid' ? found.pathname + found.search + found.hash : found.href;
}

module.exports = { parse, format, resolve };
