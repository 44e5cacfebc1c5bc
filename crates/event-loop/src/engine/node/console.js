'use strict';
// Most programs print texts alone, and never need what formats other values.
const inspect = (...args) => require('inspect').inspect(...args);
const format = (...args) => require('inspect').format(...args);
const width = (text) => require('inspect').width(text);
const { classOf, previewEntries } = internal;

// A table's lines: each column is as wide as its widest cell.
function drawn(heads, columns) {
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const cells = columns.map((column) => Array.from({ length: rows }, (_, i) => (Object.hasOwn(column, i) ? column[i] : '')));
  const widths = heads.map((head, c) => Math.max(width(head), ...cells[c].map((cell) => width(cell))) + 2);
  const line = (texts) => {
    const padded = texts.map((text, c) => ` ${text}${' '.repeat(widths[c] - width(text) - 1)}`);
    return `│${padded.join('│')}│\n`;
  };
  const rule = (left, middle, right) => left + widths.map((w) => '─'.repeat(w)).join(middle) + right;
  let text = `${rule('┌', '┬', '┐')}\n${line(heads)}${rule('├', '┼', '┤')}\n`;
  for (let r = 0; r < rows; r++) text += line(cells.map((column) => column[r]));
  return text + rule('└', '┴', '┘');
}

function cellText(value) {
  const large = value !== null && typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value) &&
    Object.keys(value).length > 2;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: large ? -1 : 0 });
}

function tableOf(data, wanted) {
  const counted = (list) => list.map((_, i) => cellText(i));
  const kind = classOf(data);
  let entries;
  if (kind === 'Map') {
    entries = [...data];
  } else if (kind === 'MapIterator' || kind === 'SetIterator') {
    const [flat, isPairs] = previewEntries(data);
    if (isPairs && kind === 'MapIterator') {
      entries = [];
      for (let i = 0; i < flat.length; i += 2) entries.push([flat[i], flat[i + 1]]);
    } else {
      data = flat;
    }
  }
  if (entries !== undefined) {
    return drawn(['(iteration index)', 'Key', 'Values'],
      [counted(entries), entries.map(([key]) => cellText(key)), entries.map(([, value]) => cellText(value))]);
  }
  if (kind === 'Set' || kind.endsWith('Iterator')) {
    const values = [...data];
    return drawn(['(iteration index)', 'Values'], [counted(values), values.map(cellText)]);
  }
  const rows = Object.keys(data);
  const columns = Object.create(null);
  const values = [];
  rows.forEach((row, i) => {
    const item = data[row];
    const primitive = item === null || (typeof item !== 'object' && typeof item !== 'function');
    if (primitive && wanted === undefined) {
      values[i] = cellText(item);
      return;
    }
    for (const key of wanted ?? Object.keys(item)) {
      columns[key] ??= [];
      columns[key][i] = !primitive && Object.hasOwn(item, key) ? cellText(item[key]) : '';
    }
  });
  const heads = ['(index)', ...Object.keys(columns)];
  const all = [rows, ...Object.values(columns)];
  if (values.length > 0) {
    heads.push('Values');
    all.push(values);
  }
  return drawn(heads, all);
}

function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(3)}s`;
  const hours = Math.floor(ms / 3600000);
  const minutes = Math.floor((ms % 3600000) / 60000);
  const [seconds, rest] = ((ms % 60000) / 1000).toFixed(3).split('.');
  const two = (n) => `${n}`.padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds)}.${rest} (h:mm:ss.mmm)` : `${minutes}:${two(seconds)}.${rest} (m:ss.mmm)`;
}

// A console that prints with `out.print(fd, text)`.
function makeConsole(out) {
  let indent = '';
  const counts = new Map();
  const timers = new Map();

  const line = (fd, text) => {
    if (indent !== '') text = indent + (text.includes('\n') ? text.replaceAll('\n', `\n${indent}`) : text);
    out.print(fd, `${text}\n`);
  };
  // Texts and numbers print as they are, unless the first is a text with directives.
  const text = (args) => {
    let all = '';
    for (let i = 0; i < args.length; i++) {
      const arg = args[i];
      const isPlain = typeof arg === 'string' || typeof arg === 'boolean' || arg === undefined || arg === null ||
        (typeof arg === 'number' && !Object.is(arg, -0));
      if (!isPlain || (i === 0 && args.length > 1 && typeof arg === 'string' && arg.includes('%'))) return format(...args);
      all += i === 0 ? arg : ` ${arg}`;
    }
    return all;
  };
  const printer = (name, fd) => ({ [name]: (...args) => line(fd, text(args)) });
  // Methods are found through the object, as a program may have replaced them.
  const warning = (message) => {
    if (typeof process !== 'undefined' && process.emitWarning) process.emitWarning(message);
    else line(2, `Warning: ${message}`);
  };
  const timer = (method, label, then) => {
    const key = `${label}`;
    const start = timers.get(key);
    if (start === undefined) warning(`No such label '${key}' for console.${method}()`);
    else then(key, duration(internal.now() - start));
  };

  const console = {
    ...printer('log', 1),
    ...printer('warn', 2),
    dir(item, options) {
      line(1, inspect(item, { customInspect: false, ...options }));
    },
    time(label = 'default') {
      label = `${label}`;
      if (timers.has(label)) warning(`Label '${label}' already exists for console.time()`);
      else timers.set(label, internal.now());
    },
    timeEnd(label = 'default') {
      timer('timeEnd', label, (key, took) => {
        console.log('%s: %s', key, took);
        timers.delete(key);
      });
    },
    timeLog(label = 'default', ...data) {
      timer('timeLog', label, (key, took) => console.log('%s: %s', key, took, ...data));
    },
    trace(...args) {
      const message = text(args);
      const stack = `\n${new Error().stack ?? ''}`.trimEnd();
      // The first frame is this method's.
      const from = stack.indexOf('\n    at ', stack.indexOf('\n    at ') + 1);
      console.error(`Trace${message === '' ? '' : `: ${message}`}${from === -1 ? '' : stack.slice(from)}`);
    },
    assert(condition, ...args) {
      if (condition) return;
      args[0] = `Assertion failed${args.length === 0 ? '' : `: ${args[0]}`}`;
      console.warn(...args);
    },
    clear() {},
    count(label = 'default') {
      label = `${label}`;
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      console.log(`${label}: ${count}`);
    },
    countReset(label = 'default') {
      if (!counts.delete(`${label}`)) warning(`Count for '${label}' does not exist`);
    },
    group(...data) {
      if (data.length > 0) console.log(...data);
      indent += '  ';
    },
    groupEnd() {
      indent = indent.slice(0, -2);
    },
    table(data, wanted) {
      if (wanted !== undefined && !Array.isArray(wanted)) {
        const error = new TypeError(`The "properties" argument must be an instance of Array. Received ${received(wanted)}`);
        error.code = 'ERR_INVALID_ARG_TYPE';
        throw error;
      }
      if (data === null || typeof data !== 'object') return console.log(data);
      return console.log(tableOf(data, wanted));
    },
    ...printer('debug', 1),
    ...printer('info', 1),
    ...printer('dirxml', 1),
    ...printer('error', 2),
  };
  console.groupCollapsed = console.group;
  console.Console = Console;
  // These tell an inspector, and there is none.
  for (const name of ['profile', 'profileEnd', 'timeStamp']) console[name] = { [name]() {} }[name];
  Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  return console;
}

// A console over other streams.
function Console(stdout, stderr) {
  if (new.target === undefined) return new Console(...arguments);
  const options = typeof stdout?.write === 'function' ? { stdout, stderr } : stdout ?? {};
  for (const name of ['stdout', 'stderr']) {
    if (typeof (options[name] ?? options.stdout)?.write === 'function') continue;
    const error = new TypeError(`Console expects a writable stream instance for ${name}`);
    error.code = 'ERR_CONSOLE_WRITABLE_STREAM';
    throw error;
  }
  const streams = { 1: options.stdout, 2: options.stderr ?? options.stdout };
  const console = makeConsole({ print: (fd, text) => streams[fd].write(text) });
  return Object.setPrototypeOf(console, new.target.prototype);
}

function received(value) {
  if (value == null) return `${value}`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  }
  const text = inspect(value);
  return `type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

module.exports = makeConsole;
