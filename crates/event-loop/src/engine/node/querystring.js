'use strict';
// Queries of URLs, as forms write them.

function escape(text) {
  return encodeURIComponent(typeof text === 'object' ? String(text) : text);
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is no sequence of UTF-8 becomes a replacement character.
    const bytes = [];
    for (const part of text.match(/%[\da-f]{2}|[^]/giu) ?? []) {
      if (part.length === 3) bytes.push(parseInt(part.slice(1), 16));
      else bytes.push(...require('buffer').Buffer.from(part));
    }
    return require('buffer').Buffer.from(bytes).toString();
  }
}

function text(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value)) return `${value}`;
  return '';
}

function stringify(fields, separator, equals, options) {
  if (fields === null || typeof fields !== 'object') return '';
  const encode = options?.encodeURIComponent ?? querystring.escape;
  const pairs = [];
  for (const key of Object.keys(fields)) {
    const start = encode(key) + (equals || '=');
    for (const value of Array.isArray(fields[key]) ? fields[key] : [fields[key]]) pairs.push(start + encode(text(value)));
  }
  return pairs.join(separator || '&');
}

function parse(query, separator, equals, options) {
  const fields = Object.create(null);
  if (typeof query !== 'string' || query === '') return fields;
  const decode = options?.decodeURIComponent ?? querystring.unescape;
  const max = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  equals = equals || '=';
  let pairs = query.split(separator || '&');
  if (max > 0) pairs = pairs.slice(0, max);
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(equals);
    const [key, value] = (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + equals.length)])
      .map((part) => decode(part.replaceAll('+', ' ')));
    if (!(key in fields)) fields[key] = value;
    else if (Array.isArray(fields[key])) fields[key].push(value);
    else fields[key] = [fields[key], value];
  }
  return fields;
}

const querystring = { stringify, parse, escape, unescape, encode: stringify, decode: parse };
module.exports = querystring;
