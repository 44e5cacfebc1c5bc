'use strict';
// URLs of the usual kind: scheme://user:password@host:port/path?query#hash, and relative ones to a base.
const { coded, argType } = require('internal_errors');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };

const quote = (text, keep) => text.replace(/[^\x21-\x7e]|[ "<>`{}]/gu, (c) =>
  keep?.includes(c) ? c : /[\ud800-\udfff]/.test(c) && c.length === 1 ? '%EF%BF%BD' : c === ' ' || c === '"' || c === '<' || c === '>' || c === '`' || c === '{' || c === '}' ? `%${c.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(c));
const formEncode = (text) => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
function formDecode(text) {
  text = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class URLSearchParams {
  #list = [];
  #changed;
  constructor(init = '', changed = undefined) {
    if (init !== null && typeof init === 'object') {
      this.#list = (typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init)).map(([k, v]) => [`${k}`, `${v}`]);
    } else {
      this.#read(`${init}`);
    }
    this.#changed = changed;
  }
  #read(text) {
    this.#list = text.replace(/^\?/, '').split('&').filter(Boolean).map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [formDecode(pair), ''] : [formDecode(pair.slice(0, at)), formDecode(pair.slice(at + 1))];
    });
  }
  #tell() { this.#changed?.(this.toString()); }
  get size() { return this.#list.length; }
  get(name) { return this.#list.find(([k]) => k === `${name}`)?.[1] ?? null; }
  getAll(name) { return this.#list.filter(([k]) => k === `${name}`).map(([, v]) => v); }
  has(name, value) { return this.#list.some(([k, v]) => k === `${name}` && (value === undefined || v === `${value}`)); }
  append(name, value) { this.#list.push([`${name}`, `${value}`]); this.#tell(); }
  set(name, value) {
    const found = this.#list.find(([k]) => k === `${name}`);
    if (!found) {
      this.append(name, value);
      return;
    }
    found[1] = `${value}`;
    this.#list = this.#list.filter((pair) => pair === found || pair[0] !== `${name}`);
    this.#tell();
  }
  delete(name, value) {
    this.#list = this.#list.filter(([k, v]) => k !== `${name}` || value !== undefined && v !== `${value}`);
    this.#tell();
  }
  sort() { this.#list.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0); this.#tell(); }
  forEach(visit, self) { for (const [k, v] of this.#list) visit.call(self, v, k, this); }
  *keys() { for (const [k] of this.#list) yield k; }
  *values() { for (const [, v] of this.#list) yield v; }
  *entries() { for (const [k, v] of this.#list) yield [k, v]; }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#list.map(([k, v]) => `${formEncode(k)}=${formEncode(v)}`).join('&'); }
  [inspectCustom](_depth, options) {
    const inspect = (value) => require('util').inspect(value, options);
    return this.#list.length ? `URLSearchParams { ${this.#list.map(([k, v]) => `${inspect(k)} => ${inspect(v)}`).join(', ')} }` : 'URLSearchParams {}';
  }
}

function invalid(input, base) {
  const error = coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}
function tidy(path) {
  const out = [];
  const all = path.split('/').slice(1);
  all.forEach((part, i) => {
    const last = i === all.length - 1;
    if (/^(\.|%2e)$/i.test(part)) { if (last) out.push(''); }
    else if (/^(\.|%2e){2}$/i.test(part)) { out.pop(); if (last) out.push(''); }
    else out.push(part);
  });
  return `/${out.join('/')}`;
}
function parse(input, base) {
  const text = input.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text);
  if (!scheme) {
    if (!base) return null;
    const [, path, search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text);
    if (path.startsWith('//')) return parse(base.protocol + text);
    const to = { ...base, hash: quote(hash) };
    if (path) {
      to.pathname = tidy(quote(path[0] === '/' ? path : base.pathname.replace(/[^/]*$/, path)));
      to.search = quote(search);
    } else if (search) {
      to.search = quote(search);
    }
    return to;
  }
  const protocol = scheme[1].toLowerCase() + ':';
  const rest = text.slice(scheme[0].length);
  if (!(protocol in PORTS)) {
    const [, path, search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest);
    return { protocol, username: '', password: '', hostname: '', port: '', pathname: path, search, hash };
  }
  const bare = rest.replace(protocol === 'file:' ? /^\/\// : /^[/\\]*/, '');
  const found = /^(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^\]]*\]|[^/?#:\\]*)(?::(\d*))?([/\\][^?#]*)?(\?[^#]*)?(#.*)?$/s.exec(bare);
  if (!found) return null;
  const [, username = '', password = '', host, port = '', path = '/', search = '', hash = ''] = found;
  if (protocol !== 'file:' && host === '' || /[\s<>^|%]/.test(host) || Number(port) > 65535) return null;
  return {
    protocol, username, password, hostname: host.toLowerCase(), port: port === '' || port === PORTS[protocol] ? '' : String(Number(port)),
    pathname: tidy(quote(path.replace(/\\/g, '/'))), search: search === '?' ? '' : quote(search), hash: hash === '#' ? '' : quote(hash),
  };
}

class URL {
  #parts;
  #params;
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    const from = base === undefined ? undefined : parse(`${base}`);
    this.#parts = from === null ? null : parse(`${input}`, from);
    if (!this.#parts) throw invalid(`${input}`, base === undefined ? undefined : `${base}`);
    this.#params = new URLSearchParams(this.#parts.search, (text) => { this.#parts.search = text ? `?${text}` : ''; });
  }
  static canParse(input, base) { return !!parse(`${input}`, base === undefined ? undefined : parse(`${base}`)); }
  get protocol() { return this.#parts.protocol; }
  set protocol(value) { this.#parts.protocol = `${value}`.replace(/:?$/, ':'); }
  get username() { return this.#parts.username; }
  get password() { return this.#parts.password; }
  get hostname() { return this.#parts.hostname; }
  set hostname(value) { this.#parts.hostname = `${value}`.toLowerCase(); }
  get port() { return this.#parts.port; }
  set port(value) { this.#parts.port = `${value}` === PORTS[this.protocol] ? '' : `${value}`; }
  get host() { return this.hostname + (this.port && `:${this.port}`); }
  set host(value) { [this.#parts.hostname, this.#parts.port = ''] = `${value}`.split(':'); }
  get origin() { return this.protocol in PORTS && this.protocol !== 'file:' ? `${this.protocol}//${this.host}` : 'null'; }
  get pathname() { return this.#parts.pathname; }
  set pathname(value) { this.#parts.pathname = tidy(quote(`${value}`.replace(/^(?!\/)/, '/')).replace(/[?#]/g, encodeURIComponent)); }
  get search() { return this.#parts.search; }
  set search(value) {
    this.#parts.search = value ? quote(`${value}`.replace(/^\??/, '?')) : '';
    this.#params = new URLSearchParams(this.#parts.search, (text) => { this.#parts.search = text ? `?${text}` : ''; });
  }
  get searchParams() { return this.#params; }
  get hash() { return this.#parts.hash; }
  set hash(value) { this.#parts.hash = value ? quote(`${value}`.replace(/^#?/, '#')) : ''; }
  get href() {
    const user = this.username ? `${this.username}${this.password && `:${this.password}`}@` : '';
    const start = this.protocol in PORTS ? `${this.protocol}//${user}${this.host}` : this.protocol;
    return start + this.pathname + this.search + this.hash;
  }
  toString() { return this.href; }
  toJSON() { return this.href; }
  [inspectCustom](depth, options) {
    if (depth < 0) return this;
    const fields = {};
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) {
      fields[name] = this[name];
    }
    return `URL ${require('util').inspect(fields, options)}`;
  }
}
for (const Class of [URL, URLSearchParams]) Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });

function fileURLToPath(url) {
  if (typeof url === 'string') url = new URL(url);
  else if (!(url instanceof URL)) throw argType('path', ['string', 'URL'], url);
  if (url.protocol !== 'file:') throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  return decodeURIComponent(url.pathname);
}
function pathToFileURL(path) {
  return new URL(`file://${require('path').resolve(path).replace(/[?#%]/g, encodeURIComponent)}`);
}
// The older half is another file, as few programs need it.
const older = (name) => ({ [name]: (...args) => require('internal_url_parse')[name](...args) });
function urlToHttpOptions(url) {
  const options = { __proto__: null, ...url };
  for (const name of ['protocol', 'hostname', 'hash', 'search', 'pathname', 'href']) options[name] = url[name];
  options.hostname = options.hostname.replace(/^\[(.*)\]$/, '$1');
  options.path = `${url.pathname}${url.search}`;
  if (url.port !== '') options.port = Number(url.port);
  if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return options;
}
module.exports = {
  URL, URLSearchParams, fileURLToPath, pathToFileURL, urlToHttpOptions, ...older('parse'), ...older('format'), ...older('resolve'),
};
