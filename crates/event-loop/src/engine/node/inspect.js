'use strict';
const { classOf, proxyDetails, previewEntries, promiseDetails } = internal;
const custom = Symbol.for('nodejs.util.inspect.custom');
const hasOwn = Object.hasOwn;
const descriptorOf = Object.getOwnPropertyDescriptor;
const protoOf = Object.getPrototypeOf;
const sourceOf = (f) => Function.prototype.toString.call(f);
const typedArrayTag = descriptorOf(protoOf(Uint8Array.prototype), Symbol.toStringTag).get;

const defaults = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

// Kinds of a property's place: in an object, an element of an array, a further key of an array.
const IN_OBJECT = 0;
const ELEMENT = 1;
const IN_ARRAY = 2;

const plain = (text) => text;

function colored(text, style) {
  const codes = inspect.colors[inspect.styles[style]];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

const escapes = /[\u001b\u009b](?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()#][0-9A-Za-z]|[0-9A-PRZcf-ntqry=><~])/g;
const stripVTControlCharacters = (text) => text.replace(escapes, '');

const printable = /^[ -~]*$/;
let noWidth; // made when needed: they are large
let emoji;

function isWide(code) {
  return code >= 0x1100 && (code <= 0x115f || code === 0x2329 || code === 0x232a ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xa960 && code <= 0xa97c) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe10 && code <= 0xfe19) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff01 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x16fe0 && code <= 0x18cff) || (code >= 0x1aff0 && code <= 0x1b2ff) ||
    (code >= 0x1f200 && code <= 0x1f265) || (code >= 0x20000 && code <= 0x3fffd));
}

// The columns that a text takes on a terminal.
function width(text, strip = true) {
  if (strip && text.includes('\u001b')) text = stripVTControlCharacters(text);
  if (printable.test(text)) return text.length;
  noWidth ??= /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
  emoji ??= /\p{Emoji_Presentation}/u;
  let sum = 0;
  for (const c of text) {
    const code = c.codePointAt(0);
    if (code < 127) sum += code < 32 ? 0 : 1;
    else if (isWide(code)) sum += 2;
    else if (code !== 0xad && noWidth.test(c)) sum += 0;
    else sum += emoji.test(c) ? 2 : 1;
  }
  return sum;
}

const suspicious = /[\x00-\x1f'\\\x7f-\x9f\ud800-\udfff]/;
const unsafe = /[\x00-\x1f'\\\x7f-\x9f]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;
const short = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

function quote(text) {
  if (!suspicious.test(text)) return `'${text}'`;
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  return mark + escaped(text, mark) + mark;
}

function escaped(text, mark = "'") {
  return text.replace(unsafe, (c) => {
    if (c.length === 2) return c;
    if (c === "'") return mark === "'" ? "\\'" : c;
    const code = c.charCodeAt(0);
    if (code > 255) return `\\u${code.toString(16)}`;
    return short[c] ?? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}


const plural = (n) => (n > 1 ? 's' : '');
const more = (n) => `... ${n} more item${plural(n)}`;

function thousands(digits) {
  return digits.replace(/(\d)(?=(\d{3})+$)/g, '$1_');
}

function numberText(n, separate) {
  if (Object.is(n, -0)) return '-0';
  const text = `${n}`;
  if (!separate || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  const [whole, fraction] = text.split('.');
  return fraction === undefined ? thousands(whole) : `${thousands(whole)}.${fraction.replace(/(\d{3})(?=\d)/g, '$1_')}`;
}

const bigintText = (n, separate) => `${separate ? thousands(`${n}`) : n}n`;

function primitive(style, value, ctx) {
  switch (typeof value) {
    case 'string': {
      let trailer = '';
      const over = value.length - ctx.maxStringLength;
      if (over > 0) {
        value = value.slice(0, Math.max(0, ctx.maxStringLength));
        trailer = `... ${over} more character${plural(over)}`;
      }
      if (ctx.compact !== true && value.length > 16 && value.length > ctx.breakLength - ctx.indent - 4) {
        const lines = value.match(/[^\n]*\n|[^\n]+/g) ?? [];
        return lines.map((l) => style(quote(l), 'string')).join(` +\n${' '.repeat(ctx.indent + 2)}`) + trailer;
      }
      return style(quote(value), 'string') + trailer;
    }
    case 'number': return style(numberText(value, ctx.numericSeparator), 'number');
    case 'bigint': return style(bigintText(value, ctx.numericSeparator), 'bigint');
    case 'boolean': return style(`${value}`, 'boolean');
    case 'undefined': return style('undefined', 'undefined');
    default: return style(Symbol.prototype.toString.call(value), 'symbol');
  }
}

let builtIns;
// Whether a name is that of a constructor of the language itself.
function isBuiltIn(name) {
  builtIns ??= new Set(Object.getOwnPropertyNames(globalThis).filter((n) => {
    if (!/^[A-Z][a-zA-Z0-9]+$/.test(n)) return false;
    const value = descriptorOf(globalThis, n).value;
    return typeof value === 'function' && sourceOf(value).endsWith('{ [native code] }');
  }));
  return builtIns.has(name);
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

const isError = (value) => classOf(value) === 'Error' || isInstance(value, Error);

function engineName(value) {
  const kind = classOf(value);
  return kind === 'TypedArray' ? typedArrayTag.call(value) : kind;
}

function constructorName(value, ctx, level, hidden) {
  let first;
  for (let at = value; at !== null;) {
    const found = descriptorOf(at, 'constructor');
    if (found !== undefined && typeof found.value === 'function' && found.value.name !== '' && isInstance(value, found.value)) {
      if (hidden !== undefined && (first !== at || !isBuiltIn(found.value.name))) {
        inherited(ctx, value, first || value, level, hidden);
      }
      return String(found.value.name);
    }
    at = protoOf(at);
    if (first === undefined) first = at;
  }
  if (first === null) return null;
  const name = engineName(value);
  if (ctx.depth !== null && level > ctx.depth) return `${name} <Complex prototype>`;
  const above = constructorName(first, ctx, level + 1, hidden);
  return above === null
    ? `${name} <${inspect(first, { ...optionsOf(ctx), customInspect: false, depth: -1 })}>`
    : `${name} <${above}>`;
}

// With showHidden, what the prototypes of a program's own classes hold besides methods.
function inherited(ctx, value, at, level, output) {
  const seen = new Set();
  for (let depth = 0; depth < 3; depth++) {
    if (depth !== 0 || at === value) {
      at = protoOf(at);
      if (at === null) return;
      const found = descriptorOf(at, 'constructor');
      if (found !== undefined && typeof found.value === 'function' && isBuiltIn(found.value.name)) return;
    }
    const keys = Reflect.ownKeys(at);
    ctx.seen.push(value);
    for (const key of keys) {
      if (key === 'constructor' || hasOwn(value, key) || seen.has(key)) continue;
      const found = descriptorOf(at, key);
      if (typeof found.value === 'function') continue;
      const text = property(ctx, at, level, key, IN_OBJECT, found, value);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    keys.forEach((key) => seen.add(key));
  }
}

function prefixOf(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    return `[${fallback}${size}: null prototype] ${tag !== '' && fallback !== tag ? `[${tag}] ` : ''}`;
  }
  return `${constructor}${size} ${tag !== '' && constructor !== tag ? `[${tag}] ` : ''}`;
}

function keysOf(value, showHidden) {
  const symbols = Object.getOwnPropertySymbols(value);
  if (showHidden) return [...Object.getOwnPropertyNames(value), ...symbols];
  let keys;
  try {
    keys = Object.keys(value);
  } catch {
    keys = Object.getOwnPropertyNames(value); // a module whose bindings are not all set
  }
  if (symbols.length !== 0) keys.push(...symbols.filter((s) => Object.prototype.propertyIsEnumerable.call(value, s)));
  return keys;
}

const isIndex = (key) => typeof key === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(key) && key < 4294967295;

function keysButIndexes(value, showHidden) {
  const keys = keysOf(value, showHidden);
  let count = 0; // indexes come first
  if (keys.length === value.length && keys.length > 0 && isIndex(keys.at(-1))) return [];
  while (count < keys.length && isIndex(keys[count])) count++;
  return keys.slice(count);
}

function classBase(value, constructor, tag) {
  let base = `class ${(hasOwn(value, 'name') && value.name) || '(anonymous)'}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor !== null) {
    const above = protoOf(value).name;
    if (above) base += ` extends ${above}`;
  } else {
    base += ' extends [null prototype]';
  }
  return `[${base}]`;
}

function functionBase(value, kind, constructor, tag) {
  const source = sourceOf(value);
  if (source.startsWith('class') && source.endsWith('}')) {
    const body = source.slice(5, -1);
    const brace = body.indexOf('{');
    if (brace !== -1 && (!body.slice(0, brace).includes('(') ||
        /^(\s+[^(]*?)\s*{/.test(body.replace(/(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g, '')))) {
      return classBase(value, constructor, tag);
    }
  }
  const type = kind.endsWith('Function') ? kind : 'Function';
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  base += value.name === '' ? ' (anonymous)]' : `: ${value.name}]`;
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

// The stack with its heading, also where the engine's own stack is the frames alone.
function stackOf(error) {
  const stack = error.stack;
  if (!stack) return Error.prototype.toString.call(error);
  const text = String(stack);
  return text.startsWith('    at ') ? `${Error.prototype.toString.call(error)}\n${text.trimEnd()}` : text;
}

function withClassName(stack, constructor, name, tag) {
  let length = name.length;
  if (constructor === null || (name.endsWith('Error') && stack.startsWith(name) &&
      (stack.length === length || stack[length] === ':' || stack[length] === '\n'))) {
    let fallback = 'Error';
    if (constructor === null) {
      const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) || /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
      fallback = start?.[1] ?? '';
      length = fallback.length;
      fallback ||= 'Error';
    }
    const prefix = prefixOf(constructor, tag, fallback).slice(0, -1);
    if (name !== prefix) {
      if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
      return length === 0 ? `${prefix}: ${stack}` : prefix + stack.slice(length);
    }
  }
  return stack;
}

function framesOf(ctx, error, text) {
  const lines = text.split('\n');
  const cause = error.cause != null && isError(error.cause) ? stackOf(error.cause) : '';
  const start = cause.indexOf('\n    at');
  if (start === -1) return lines;
  const theirs = cause.slice(start + 1).split('\n');
  for (let i = 0; i < lines.length - 3; i++) {
    const at = theirs.indexOf(lines[i]);
    if (at === -1) continue;
    let same = 1;
    while (i + same < lines.length && at + same < theirs.length && lines[i + same] === theirs[at + same]) same++;
    if (same > 3) {
      lines.splice(i + 1, same - 2, ctx.stylize(`    ... ${same - 2} lines matching cause stack trace ...`, 'undefined'));
      break;
    }
  }
  return lines;
}

function errorBase(error, constructor, tag, ctx, keys) {
  const name = error.name != null ? String(error.name) : 'Error';
  let stack = stackOf(error);
  if (!ctx.showHidden) {
    for (const key of ['name', 'message', 'stack']) {
      const at = keys.indexOf(key);
      if (at !== -1 && stack.includes(error[key])) keys.splice(at, 1);
    }
  }
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = withClassName(stack, constructor, name, tag);
  let from = (error.message && stack.indexOf(error.message)) || -1;
  if (from !== -1) from += error.message.length;
  const start = stack.indexOf('\n    at', from);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    const lines = framesOf(ctx, error, stack.slice(start + 1));
    const core = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)/;
    stack = stack.slice(0, start);
    for (const line of lines) stack += `\n${ctx.colors && core.test(line) ? ctx.stylize(line, 'undefined') : line}`;
  }
  return ctx.indent === 0 ? stack : stack.replaceAll('\n', `\n${' '.repeat(ctx.indent)}`);
}

function value(ctx, item, level, typed) {
  if (typeof item !== 'object' && typeof item !== 'function') return primitive(ctx.stylize, item, ctx);
  if (item === null) return ctx.stylize('null', 'null');
  const context = item;
  let kind = classOf(item);
  const proxied = kind === 'Proxy';
  if (proxied) {
    const [target, handler] = proxyDetails(item);
    if (target === null) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return proxy(ctx, target, handler, level);
    item = target;
    kind = classOf(item);
    if (kind === 'Proxy') return value(ctx, item, level, typed);
  }
  if (ctx.customInspect) {
    const own = item[custom];
    if (typeof own === 'function' && own !== inspect) {
      const constructor = item.constructor;
      if (!(constructor && constructor.prototype === item)) {
        const depth = ctx.depth === null ? null : ctx.depth - level;
        const result = own.call(context, depth, optionsOf(ctx), inspect);
        if (result !== context) {
          if (typeof result !== 'string') return value(ctx, result, level);
          return result.replaceAll('\n', `\n${' '.repeat(ctx.indent)}`);
        }
      }
    }
  }
  if (ctx.seen.includes(item)) {
    ctx.circular ??= new Map();
    if (!ctx.circular.has(item)) ctx.circular.set(item, ctx.circular.size + 1);
    return ctx.stylize(`[Circular *${ctx.circular.get(item)}]`, 'special');
  }
  return raw(ctx, item, kind, level, typed);
}

function proxy(ctx, target, handler, level) {
  if (ctx.depth !== null && level > ctx.depth) return ctx.stylize('Proxy [Array]', 'special');
  ctx.indent += 2;
  const parts = [value(ctx, target, level + 1), value(ctx, handler, level + 1)];
  ctx.indent -= 2;
  return join(ctx, parts, '', ['Proxy [', ']'], IN_ARRAY, level + 1);
}

function raw(ctx, item, kind, level, typed) {
  const hidden = ctx.showHidden && (ctx.depth === null || level <= ctx.depth) ? [] : undefined;
  const constructor = constructorName(item, ctx, level, hidden);
  const extra = hidden?.length > 0;
  let tag = item[Symbol.toStringTag];
  if (typeof tag !== 'string' || (tag !== '' &&
      (ctx.showHidden ? hasOwn(item, Symbol.toStringTag)
        : Object.prototype.propertyIsEnumerable.call(item, Symbol.toStringTag)))) tag = '';
  let base = '';
  let braces = ['{', '}'];
  let place = IN_OBJECT;
  let entries = () => [];
  let keys;
  const bare = () => keys.length === 0 && !extra;
  const prefix = (fallback, size) => prefixOf(constructor, tag, fallback, size);

  switch (kind) {
    case 'Array': {
      const lead = constructor !== 'Array' || tag !== '' ? prefix('Array', `(${item.length})`) : '';
      keys = keysButIndexes(item, ctx.showHidden);
      braces = [`${lead}[`, ']'];
      if (item.length === 0 && bare()) return `${braces[0]}]`;
      place = IN_ARRAY;
      entries = elements;
      break;
    }
    case 'Set':
    case 'Map': {
      const lead = prefix(kind, `(${kind === 'Set' ? setSize.call(item) : mapSize.call(item)})`);
      keys = keysOf(item, ctx.showHidden);
      entries = kind === 'Set' ? members : pairs;
      if (item.size === 0 && bare()) return `${lead}{}`;
      braces = [`${lead}{`, '}'];
      break;
    }
    case 'TypedArray': {
      keys = keysButIndexes(item, ctx.showHidden);
      braces = [`${prefix(typedArrayTag.call(item), `(${typedLength.call(item)})`)}[`, ']'];
      if (typedLength.call(item) === 0 && keys.length === 0 && !ctx.showHidden) return `${braces[0]}]`;
      place = IN_ARRAY;
      entries = numbers;
      break;
    }
    case 'MapIterator':
    case 'SetIterator': {
      keys = keysOf(item, ctx.showHidden);
      const type = `${kind.slice(0, 3)} Iterator`;
      if (tag !== type) tag = `${tag !== '' ? `${tag}] [` : ''}${type}`;
      braces = [`[${tag}] {`, '}'];
      entries = (c, v, l) => iterated(c, v, l, braces);
      break;
    }
    default: {
      keys = keysOf(item, ctx.showHidden);
      switch (kind) {
        case 'Arguments':
          braces[0] = `${constructor === 'Object' ? '[Arguments] ' : prefix('Arguments')}{`;
          if (bare()) return `${braces[0]}}`;
          break;
        case 'RegExp': {
          base = RegExp.prototype.toString.call(constructor !== null ? item : new RegExp(item));
          const lead = prefix('RegExp');
          if (lead !== 'RegExp ') base = lead + base;
          if (bare() || (ctx.depth !== null && level > ctx.depth)) return ctx.stylize(base, 'regexp');
          break;
        }
        case 'Date': {
          base = Number.isNaN(Date.prototype.getTime.call(item))
            ? Date.prototype.toString.call(item) : Date.prototype.toISOString.call(item);
          const lead = prefix('Date');
          if (lead !== 'Date ') base = lead + base;
          if (bare()) return ctx.stylize(base, 'date');
          break;
        }
        case 'ArrayBuffer':
        case 'SharedArrayBuffer': {
          const lead = prefix(kind);
          if (typed === undefined) entries = bytes;
          else if (bare()) return `${lead}{ byteLength: ${ctx.stylize(`${item.byteLength}`, 'number')} }`;
          braces[0] = `${lead}{`;
          keys.unshift('byteLength');
          break;
        }
        case 'DataView':
          braces[0] = `${prefix(kind)}{`;
          keys.unshift('byteLength', 'byteOffset', 'buffer');
          break;
        case 'Promise':
          braces[0] = `${prefix(kind)}{`;
          entries = settled;
          break;
        case 'WeakSet':
        case 'WeakMap':
          braces[0] = `${prefix(kind)}{`;
          entries = unknown;
          break;
        case 'Module':
          braces[0] = `${prefix(kind)}{`;
          entries = (c, v, l) => bindings(c, v, l, keys);
          break;
        case 'Number':
        case 'String':
        case 'Boolean':
        case 'BigInt':
        case 'Symbol': {
          const inner = globalThis[kind].prototype.valueOf.call(item);
          if (kind === 'String') keys.splice(0, inner.length);
          base = `[${kind}`;
          if (kind !== constructor) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
          base += `: ${primitive(plain, inner, ctx)}]`;
          if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
          if (keys.length === 0) return ctx.stylize(base, kind.toLowerCase());
          break;
        }
        default:
          if (typeof item === 'function') {
            base = functionBase(item, kind, constructor, tag);
            if (bare()) return ctx.stylize(base, 'special');
          } else if (kind === 'Error' || isInstance(item, Error)) {
            base = errorBase(item, constructor, tag, ctx, keys);
            if (bare()) return base;
          } else if (constructor === 'Object') {
            if (tag !== '') braces[0] = `${prefix('Object')}{`;
            if (bare()) return `${braces[0]}}`;
          } else {
            braces[0] = `${prefix(kind)}{`;
            if (bare()) return `${braces[0]}}`;
          }
      }
    }
  }

  if (ctx.depth !== null && level > ctx.depth) {
    const name = prefix(engineName(item)).slice(0, -1);
    return ctx.stylize(constructor !== null ? `[${name}]` : name, 'special');
  }
  level += 1;
  ctx.seen.push(item);
  ctx.current = level;
  let output;
  try {
    output = entries(ctx, item, level);
    for (const key of keys) output.push(property(ctx, item, level, key, place));
    if (extra) output.push(...hidden);
  } catch (error) {
    if (!(error instanceof RangeError) || !/stack|recurs/i.test(error.message)) throw error;
    ctx.seen.pop();
    return ctx.stylize(`[${prefix('Object').slice(0, -1)}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
  }
  const reference = ctx.circular?.get(item);
  if (reference !== undefined) {
    const mark = ctx.stylize(`<ref *${reference}>`, 'special');
    if (ctx.compact !== true) base = base === '' ? mark : `${mark} ${base}`;
    else braces[0] = `${mark} ${braces[0]}`;
  }
  ctx.seen.pop();
  if (ctx.sorted) {
    const order = ctx.sorted === true ? undefined : ctx.sorted;
    if (place === IN_OBJECT) output.sort(order);
    else if (keys.length > 1) output.push(...output.splice(output.length - keys.length).sort(order));
  }
  const text = join(ctx, output, base, braces, place, level, item);
  ctx.budget[ctx.indent] = (ctx.budget[ctx.indent] || 0) + text.length;
  if (ctx.budget[ctx.indent] > 2 ** 27) ctx.depth = -1;
  return text;
}

const setSize = descriptorOf(Set.prototype, 'size').get;
const mapSize = descriptorOf(Map.prototype, 'size').get;
const typedLength = descriptorOf(protoOf(Uint8Array.prototype), 'length').get;

function elements(ctx, array, level) {
  const limit = Math.min(Math.max(0, ctx.maxArrayLength), array.length);
  const output = [];
  for (let i = 0; i < limit; i++) {
    if (!hasOwn(array, i)) return holes(ctx, array, level, limit, output, i);
    output.push(property(ctx, array, level, i, ELEMENT));
  }
  if (array.length > limit) output.push(more(array.length - limit));
  return output;
}

// The rest of an array in which nothing stands at `index`.
function holes(ctx, array, level, limit, output, index) {
  const empty = (n) => output.push(ctx.stylize(`<${n} empty item${plural(n)}>`, 'undefined'));
  const keys = Object.keys(array);
  for (let i = index; i < keys.length && output.length < limit; i++) {
    const key = keys[i];
    if (!isIndex(key)) break;
    if (`${index}` !== key) {
      empty(key - index);
      index = +key;
      if (output.length === limit) break;
    }
    output.push(property(ctx, array, level, key, ELEMENT));
    index++;
  }
  const rest = array.length - index;
  if (rest > 0) {
    if (output.length !== limit) empty(rest);
    else output.push(more(rest));
  }
  return output;
}

function numbers(ctx, array, level) {
  const length = typedLength.call(array);
  const limit = Math.min(Math.max(0, ctx.maxArrayLength), length);
  const output = [];
  for (let i = 0; i < limit; i++) output.push(primitive(ctx.stylize, array[i], ctx));
  if (length > limit) output.push(more(length - limit));
  if (ctx.showHidden) {
    ctx.indent += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      output.push(`[${key}]: ${value(ctx, array[key], level, true)}`);
    }
    ctx.indent -= 2;
  }
  return output;
}

// What a collection holds, as many as may be shown, each by `show`.
function listed(ctx, items, size, show) {
  const limit = Math.min(Math.max(0, ctx.maxArrayLength), size);
  const output = [];
  ctx.indent += 2;
  for (const item of items) {
    if (output.length >= limit) break;
    output.push(show(item));
  }
  ctx.indent -= 2;
  if (size > limit) output.push(more(size - limit));
  return output;
}

const members = (ctx, set, level) =>
  listed(ctx, Set.prototype.values.call(set), setSize.call(set), (v) => value(ctx, v, level));

const pairs = (ctx, map, level) =>
  listed(ctx, Map.prototype.entries.call(map), mapSize.call(map),
    ([k, v]) => `${value(ctx, k, level)} => ${value(ctx, v, level)}`);

function iterated(ctx, iterator, level, braces) {
  const [flat, isPairs] = previewEntries(iterator);
  if (!isPairs) return listed(ctx, flat, flat.length, (v) => value(ctx, v, level));
  braces[0] = braces[0].replace(/ Iterator] {$/, ' Entries] {');
  const twos = [];
  for (let i = 0; i < flat.length; i += 2) twos.push([flat[i], flat[i + 1]]);
  return listed(ctx, twos, twos.length, ([k, v]) =>
    join(ctx, [value(ctx, k, level), value(ctx, v, level)], '', ['[', ']'], IN_ARRAY, level));
}

function bytes(ctx, buffer) {
  const all = new Uint8Array(buffer);
  const limit = Math.min(Math.max(0, ctx.maxArrayLength), all.length);
  const hex = Array.from(all.subarray(0, limit), (b) => b.toString(16).padStart(2, '0'));
  const rest = all.length - limit;
  const text = hex.join(' ') + (rest > 0 ? ` ... ${rest} more byte${plural(rest)}` : '');
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${text}>`];
}

function settled(ctx, promise, level) {
  const [state, result] = promiseDetails(promise);
  if (state === 0) return [ctx.stylize('<pending>', 'special')];
  ctx.indent += 2;
  const text = value(ctx, result, level);
  ctx.indent -= 2;
  return [state === 2 ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

const unknown = (ctx) => [ctx.stylize('<items unknown>', 'special')];

function bindings(ctx, module, level, keys) {
  const output = keys.map((key) => {
    try {
      return property(ctx, module, level, key, IN_OBJECT);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      return property(ctx, { [key]: '' }, level, key, IN_OBJECT).replace(/ [^ ]*$/, ` ${ctx.stylize('<uninitialized>', 'special')}`);
    }
  });
  keys.length = 0;
  return output;
}

function getter(ctx, found, target, level, label) {
  const special = (text) => ctx.stylize(text, 'special');
  const wanted = ctx.getters === true || (ctx.getters === 'get' && found.set === undefined) ||
    (ctx.getters === 'set' && found.set !== undefined);
  if (!wanted) return special(`[${label}]`);
  try {
    const result = found.get.call(target);
    ctx.indent += 2;
    const text = value(ctx, result, level);
    ctx.indent -= 2;
    return typeof result === 'object' && result !== null
      ? `${special(`[${label}]`)} ${text}` : `${special(`[${label}:`)} ${text}${special(']')}`;
  } catch (error) {
    return special(`[${label}: <Inspection threw (${error.message})>]`);
  }
}

function property(ctx, object, level, key, place, found, target = object) {
  found ??= descriptorOf(object, key) ?? { value: object[key], configurable: true, enumerable: true };
  let gap = ' ';
  let text;
  if (found.value !== undefined) {
    const step = ctx.compact !== true || place !== IN_OBJECT ? 2 : 3;
    ctx.indent += step;
    text = value(ctx, found.value, level);
    if (step === 3 && ctx.breakLength < width(text, ctx.colors)) gap = `\n${' '.repeat(ctx.indent)}`;
    ctx.indent -= step;
  } else if (found.get !== undefined) {
    text = getter(ctx, found, target, level, found.set !== undefined ? 'Getter/Setter' : 'Getter');
  } else if (found.set !== undefined) {
    text = ctx.stylize('[Setter]', 'special');
  } else {
    text = ctx.stylize('undefined', 'undefined');
  }
  if (place === ELEMENT) return text;
  let name;
  if (typeof key === 'symbol') name = `[${ctx.stylize(escaped(Symbol.prototype.toString.call(key)), 'symbol')}]`;
  else if (key === '__proto__') name = "['__proto__']";
  else if (found.enumerable === false) name = `[${escaped(key)}]`;
  else if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) name = ctx.stylize(key, 'name');
  else name = ctx.stylize(quote(key), 'string');
  return `${name}:${gap}${text}`;
}

// Puts many short entries of an array in columns.
function columned(ctx, output, array) {
  const cut = ctx.maxArrayLength < output.length; // the last says how many more there are
  const count = cut ? output.length - 1 : output.length;
  const widths = [];
  let total = 0;
  let widest = 0;
  for (let i = 0; i < count; i++) {
    widths[i] = width(output[i], ctx.colors);
    total += widths[i] + 2;
    widest = Math.max(widest, widths[i]);
  }
  const cell = widest + 2;
  if (cell * 3 + ctx.indent >= ctx.breakLength || !(total / cell > 5 || widest <= 6)) return output;
  const biased = Math.max(cell - 3 - Math.sqrt(cell - total / output.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * biased * count) / biased), // about as wide as high
    Math.floor((ctx.breakLength - ctx.indent) / cell),
    ctx.compact * 4,
    15,
  );
  if (columns <= 1) return output;
  const sizes = [];
  for (let c = 0; c < columns; c++) {
    let size = 0;
    for (let i = c; i < count; i += columns) size = Math.max(size, widths[i]);
    sizes.push(size + 2);
  }
  const toRight = array !== undefined && output.every((_, i) => typeof array[i] === 'number' || typeof array[i] === 'bigint');
  const lines = [];
  for (let row = 0; row < count; row += columns) {
    const end = Math.min(row + columns, count);
    let line = '';
    for (let i = row; i < end; i++) {
      const last = i === end - 1;
      const text = last ? output[i] : `${output[i]}, `;
      const room = ' '.repeat(Math.max(0, sizes[i - row] - widths[i] - 2));
      line += toRight ? room + text : last ? text : text + room;
    }
    lines.push(line);
  }
  if (cut) lines.push(output[count]);
  return lines;
}

function fits(ctx, output, start, base) {
  let total = output.length + start;
  if (total + output.length > ctx.breakLength) return false;
  for (const text of output) {
    total += ctx.colors ? stripVTControlCharacters(text).length : text.length;
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

function join(ctx, output, base, braces, place, level, item) {
  const pad = `\n${' '.repeat(ctx.indent)}`;
  if (ctx.compact === true) {
    if (fits(ctx, output, 0, base)) {
      return `${braces[0]}${base ? ` ${base}` : ''} ${output.join(', ')} ${braces[1]}`;
    }
    const lead = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${pad.slice(1)}  `;
    return `${braces[0]}${lead}${output.join(`,${pad}  `)} ${braces[1]}`;
  }
  const head = `${base ? `${base} ` : ''}${braces[0]}`;
  if (ctx.compact >= 1) {
    const count = output.length;
    if (place === IN_ARRAY && count > 6) output = columned(ctx, output, item);
    if (ctx.current - level < ctx.compact && count === output.length &&
        fits(ctx, output, output.length + ctx.indent + braces[0].length + base.length + 10, base)) {
      const line = output.join(', ');
      if (!line.includes('\n')) return `${head} ${line} ${braces[1]}`;
    }
  }
  return `${head}${pad}  ${output.join(`,${pad}  `)}${pad}${braces[1]}`;
}

function optionsOf(ctx) {
  const options = { stylize: ctx.stylize };
  for (const key of Object.keys(defaults)) options[key] = ctx[key];
  return { ...options, ...ctx.userOptions };
}

function inspect(item, options, ...legacy) {
  if (options === undefined && !defaults.colors && (typeof item === 'number' || typeof item === 'boolean' || item == null)) {
    return typeof item === 'number' ? numberText(item, defaults.numericSeparator) : `${item}`;
  }
  const ctx = {
    showHidden: defaults.showHidden, depth: defaults.depth, colors: defaults.colors, customInspect: defaults.customInspect,
    showProxy: defaults.showProxy, maxArrayLength: defaults.maxArrayLength, maxStringLength: defaults.maxStringLength,
    breakLength: defaults.breakLength, compact: defaults.compact, sorted: defaults.sorted, getters: defaults.getters,
    numericSeparator: defaults.numericSeparator,
    budget: {}, indent: 0, seen: [], current: 0, stylize: plain, circular: undefined, userOptions: undefined,
  };
  if (typeof options === 'object' && options !== null) {
    for (const key of Object.keys(options)) {
      if (hasOwn(defaults, key) || key === 'stylize') ctx[key] = options[key];
      else ctx.userOptions ??= options;
    }
  } else if (typeof options === 'boolean' || legacy.length > 0) {
    if (options !== undefined) ctx.showHidden = options;
    if (legacy[0] !== undefined) ctx.depth = legacy[0];
    if (legacy[1] !== undefined) ctx.colors = legacy[1];
  }
  if (ctx.colors) ctx.stylize = colored;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return value(ctx, item, 0);
}

inspect.custom = custom;
Object.defineProperty(inspect, 'defaultOptions', {
  get: () => defaults,
  set(options) {
    Object.assign(defaults, options);
  },
});
inspect.colors = Object.assign(Object.create(null), {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
  black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39],
  white: [37, 39], gray: [90, 39], grey: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39],
  blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
  bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49],
  bgCyan: [46, 49], bgWhite: [47, 49], framed: [51, 54], overlined: [53, 55], bgGray: [100, 49], bgRedBright: [101, 49],
  bgGreenBright: [102, 49], bgYellowBright: [103, 49], bgBlueBright: [104, 49], bgMagentaBright: [105, 49],
  bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
});
inspect.styles = Object.assign(Object.create(null), {
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold',
  string: 'green', symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
});

// Whether a value's text is what the language gives (`[object Object]`), not what a program wrote.
function hasOwnText(object) {
  if (classOf(object) === 'Proxy') {
    object = proxyDetails(object)[0];
    if (object === null) return false;
  }
  const converts = typeof object[Symbol.toPrimitive] === 'function';
  if (!converts && typeof object.toString !== 'function') return false;
  const has = (o) => hasOwn(o, 'toString') || (converts && hasOwn(o, Symbol.toPrimitive));
  if (has(object)) return true;
  let at = object;
  do at = protoOf(at); while (!has(at));
  const found = descriptorOf(at, 'constructor');
  return found === undefined || typeof found.value !== 'function' || !isBuiltIn(found.value.name);
}

function json(item) {
  try {
    return JSON.stringify(item);
  } catch (error) {
    if (error instanceof TypeError && /circular|cyclic/i.test(error.message)) return '[Circular]';
    throw error;
  }
}

function directive(kind, arg, options) {
  switch (kind) {
    case 's':
      if (typeof arg === 'number') return numberText(arg);
      if (typeof arg === 'bigint') return bigintText(arg);
      if (typeof arg !== 'object' || arg === null || hasOwnText(arg)) return String(arg);
      return inspect(arg, { ...options, depth: 0, colors: false, compact: 3 });
    case 'j': return json(arg);
    case 'd':
      if (typeof arg === 'bigint') return bigintText(arg);
      return typeof arg === 'symbol' ? 'NaN' : numberText(Number(arg));
    case 'i':
      if (typeof arg === 'bigint') return bigintText(arg);
      return typeof arg === 'symbol' ? 'NaN' : numberText(parseInt(arg));
    case 'f': return typeof arg === 'symbol' ? 'NaN' : numberText(parseFloat(arg));
    case 'O': return inspect(arg, options);
    case 'o': return inspect(arg, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 'c': return '';
    default: return undefined;
  }
}

function formatAll(options, args) {
  const first = args[0];
  let used = 0;
  let text = '';
  let gap = '';
  if (typeof first === 'string') {
    if (args.length === 1) return first;
    let from = 0;
    for (let at = first.indexOf('%'); at !== -1 && at < first.length - 1; at = first.indexOf('%', at)) {
      const kind = first[at + 1];
      if (kind === '%') {
        text += first.slice(from, at + 1);
        from = at += 2;
        continue;
      }
      const shown = used + 1 < args.length ? directive(kind, args[used + 1], options) : undefined;
      if (shown === undefined && !(kind === 'j' && used + 1 < args.length)) {
        at += 2;
        continue;
      }
      used++;
      text += first.slice(from, at) + shown;
      from = at += 2;
    }
    if (from !== 0 || text !== '') text += first.slice(from);
    else text = first;
    used++;
    gap = ' ';
  }
  for (; used < args.length; used++) {
    const arg = args[used];
    text += gap + (typeof arg === 'string' ? arg : inspect(arg, options));
    gap = ' ';
  }
  return text;
}

const format = (...args) => formatAll(undefined, args);

function formatWithOptions(options, ...args) {
  if (typeof options !== 'object' || options === null) {
    const error = new TypeError(`The "inspectOptions" argument must be of type object. Received ${options === null ? 'null' : `type ${typeof options} (${inspect(options)})`}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  return formatAll(options, args);
}

function comparedAs(object) {
  const kind = classOf(object);
  if (kind !== 'Proxy') return kind;
  return Array.isArray(object) ? 'Array' : 'Object';
}

// Comparison by contents. `strict`: as ===, prototypes and kinds of values count; else as ==.
function same(a, b, strict, open) {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (strict) {
    if (typeof a !== 'object' || typeof b !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
    if (a === null || b === null || protoOf(a) !== protoOf(b)) return false;
  } else {
    if (a === null || typeof a !== 'object') {
      return (b === null || typeof b !== 'object') && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
    }
    if (b === null || typeof b !== 'object') return false;
  }
  const kind = comparedAs(a);
  if (kind !== comparedAs(b) || Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  let indexed = false;
  switch (kind) {
    case 'Array':
      indexed = true;
      if (a.length !== b.length) return false;
      break;
    case 'Date':
      if (!Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))) return false;
      break;
    case 'RegExp':
      if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
      break;
    case 'Error':
      if (a.name !== b.name || a.message !== b.message) return false;
      for (const key of ['cause', 'errors']) {
        if (hasOwn(a, key) !== hasOwn(b, key) || !same(a[key], b[key], strict, open)) return false;
      }
      break;
    case 'TypedArray': {
      indexed = true;
      const length = typedLength.call(a);
      if (length !== typedLength.call(b)) return false;
      for (let i = 0; i < length; i++) {
        if (strict ? !Object.is(a[i], b[i]) : a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
      }
      break;
    }
    case 'ArrayBuffer':
    case 'SharedArrayBuffer': {
      const [x, y] = [new Uint8Array(a), new Uint8Array(b)];
      if (x.length !== y.length || x.some((byte, i) => byte !== y[i])) return false;
      break;
    }
    case 'DataView':
      if (a.byteLength !== b.byteLength) return false;
      for (let i = 0; i < a.byteLength; i++) if (a.getUint8(i) !== b.getUint8(i)) return false;
      break;
    case 'Set':
    case 'Map':
      if (a.size !== b.size) return false;
      break;
    case 'Number':
    case 'String':
    case 'Boolean':
    case 'BigInt':
    case 'Symbol': {
      const inner = globalThis[kind].prototype.valueOf;
      if (!Object.is(inner.call(a), inner.call(b))) return false;
      break;
    }
    case 'WeakMap':
    case 'WeakSet':
    case 'Promise':
      if (strict) return false;
      break;
    default:
  }
  const keys = indexed ? keysButIndexes(a, false) : keysOf(a, false);
  const others = indexed ? keysButIndexes(b, false) : keysOf(b, false);
  const mine = strict ? keys : keys.filter((key) => typeof key !== 'symbol');
  if (mine.length !== (strict ? others : others.filter((key) => typeof key !== 'symbol')).length) return false;
  if (!mine.every((key) => Object.prototype.propertyIsEnumerable.call(b, key))) return false;
  // Two circles are equal if nothing else differs.
  if (open.left.has(a) && open.right.has(b)) return true;
  open.left.add(a);
  open.right.add(b);
  const equal = sameContents(a, b, kind, strict, open) && mine.every((key) => same(a[key], b[key], strict, open));
  open.left.delete(a);
  open.right.delete(b);
  return equal;
}

function sameContents(a, b, kind, strict, open) {
  if (kind === 'Array') {
    for (let i = 0; i < a.length; i++) {
      if (hasOwn(a, i) !== hasOwn(b, i) || !same(a[i], b[i], strict, open)) return false;
    }
  } else if (kind === 'Set') {
    const rest = [];
    for (const item of a) if (!b.has(item)) rest.push(item);
    const theirs = [...b].filter((item) => !a.has(item));
    for (const item of rest) {
      if (strict && (typeof item !== 'object' || item === null)) return false;
      const at = theirs.findIndex((other) => same(item, other, strict, open));
      if (at === -1) return false;
      theirs.splice(at, 1);
    }
  } else if (kind === 'Map') {
    const rest = [];
    for (const [key, item] of a) {
      if (!b.has(key)) rest.push([key, item]);
      else if (!same(item, b.get(key), strict, open)) return false;
    }
    const theirs = [...b].filter(([key]) => !a.has(key));
    for (const [key, item] of rest) {
      if (strict && (typeof key !== 'object' || key === null)) return false;
      const at = theirs.findIndex(([k, v]) => same(key, k, strict, open) && same(item, v, strict, open));
      if (at === -1) return false;
      theirs.splice(at, 1);
    }
  }
  return true;
}

const isDeepStrictEqual = (a, b) => same(a, b, true, { left: new Set(), right: new Set() });
const isDeepEqual = (a, b) => same(a, b, false, { left: new Set(), right: new Set() });

Object.assign(exports, {
  inspect, format, formatWithOptions, isDeepStrictEqual, isDeepEqual, stripVTControlCharacters, width, isError,
});
