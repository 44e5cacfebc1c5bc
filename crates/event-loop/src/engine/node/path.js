'use strict';
// Paths as POSIX writes them.
const { isString, isObject } = require('internal_errors');

function squeeze(path, absolute) {
  const out = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length && out.at(-1) !== '..') out.pop();
    else if (!absolute) out.push('..');
  }
  return out.join('/');
}
const path = {
  sep: '/',
  delimiter: ':',
  normalize(text) {
    isString(text, 'path');
    if (text === '') return '.';
    const absolute = text[0] === '/';
    let out = squeeze(text, absolute);
    if (out === '' && !absolute) out = '.';
    if (out !== '' && text.endsWith('/')) out += '/';
    return absolute ? `/${out}` : out === './' ? './' : out;
  },
  join(...all) {
    for (const one of all) isString(one, 'path');
    const text = all.filter((one) => one !== '').join('/');
    return text === '' ? '.' : path.normalize(text);
  },
  resolve(...all) {
    let out = '';
    for (let i = all.length - 1; i >= 0 && out[0] !== '/'; i--) {
      isString(all[i], `paths[${i}]`);
      if (all[i]) out = out ? `${all[i]}/${out}` : all[i];
    }
    if (out[0] !== '/') out = `${process.cwd()}/${out}`;
    return `/${squeeze(out, true)}`;
  },
  isAbsolute(text) { isString(text, 'path'); return text[0] === '/'; },
  relative(from, to) {
    isString(from, 'from');
    isString(to, 'to');
    const a = path.resolve(from).split('/').filter(Boolean), b = path.resolve(to).split('/').filter(Boolean);
    let same = 0;
    while (same < a.length && same < b.length && a[same] === b[same]) same++;
    return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
  },
  dirname(text) {
    isString(text, 'path');
    const bare = text.replace(/(?<=.)\/+$/, '');
    const at = bare.lastIndexOf('/');
    if (at < 0) return '.';
    return at === 0 ? '/' : at === 1 && bare[0] === '/' ? '//' : bare.slice(0, at);
  },
  basename(text, suffix) {
    if (suffix !== undefined) isString(suffix, 'suffix');
    isString(text, 'path');
    if (suffix === text) return '';
    const base = text.replace(/\/+$/, '').split('/').at(-1);
    return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  },
  extname(text) {
    isString(text, 'path');
    const base = path.basename(text), at = base.lastIndexOf('.');
    return at <= 0 || base === '..' ? '' : base.slice(at);
  },
  parse(text) {
    isString(text, 'path');
    const root = text[0] === '/' ? '/' : '', base = path.basename(text), ext = path.extname(text);
    const dir = text.includes('/') ? path.dirname(text) : '';
    return { root, dir: dir === '.' && text[0] !== '.' ? '' : dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
  },
  format(parts) {
    isObject(parts, 'pathObject');
    const dir = parts.dir || parts.root;
    const ext = parts.ext && parts.ext[0] !== '.' ? `.${parts.ext}` : parts.ext ?? '';
    const base = parts.base || `${parts.name || ''}${ext}`;
    return !dir ? base : dir === parts.root ? `${dir}${base}` : `${dir}/${base}`;
  },
  toNamespacedPath: (text) => text,
};
path.posix = path;
module.exports = path;
