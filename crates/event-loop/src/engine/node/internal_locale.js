'use strict';
// What needs a table of the world's languages in Node, here for little more than English: the order of texts, and how
// numbers and dates are written.

const refuse = (what, which) => {
  throw new Error(`${what} ${which} is not part of this playground's Node`);
};

// ---- the order of texts ----

// Signs and digits, in the order of Unicode's root collation. Letters come after them.
const SIGNS = '\t\n\v\f\r _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789';
const LETTER = SIGNS.length;
const ZERO = SIGNS.indexOf('0');
const OTHER = LETTER + 26;
const SPLIT = { ß: 'ss\u0335', æ: 'ae\u0335', Æ: 'AE\u0335', œ: 'oe\u0335', Œ: 'OE\u0335', ø: 'o\u0338', Ø: 'O\u0338', đ: 'd\u0335', Đ: 'D\u0335', ł: 'l\u0335', Ł: 'L\u0335', ı: 'i\u0335' };
const weights = Array.from({ length: 128 }, (_, code) => {
  const text = String.fromCharCode(code);
  if (/[a-z]/i.test(text)) return LETTER + text.toLowerCase().charCodeAt(0) - 97;
  return SIGNS.indexOf(text);
});

// Three lists: which letters, which marks they bear, and which are capitals.
function weigh(text, isNumeric, ignoresSigns) {
  if (/[^\0-\x7f]/.test(text)) text = text.normalize('NFD').replace(/[ßæÆœŒøØđĐłŁı]/g, (letter) => SPLIT[letter]);
  const letters = [], marks = [], capitals = [];
  const push = (letter, isCapital) => {
    letters.push(letter);
    marks.push(0);
    capitals.push(isCapital);
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      const weight = weights[code];
      if (weight < 0 || (ignoresSigns && weight < ZERO)) continue;
      if (isNumeric && weight >= ZERO && weight < LETTER) {
        const [run] = /^\d+/.exec(text.slice(i));
        const digits = run.replace(/^0+(?=\d)/, '');
        for (const one of [ZERO, digits.length, ...digits]) push(Number(one), 0);
        i += run.length - 1;
      } else {
        push(weight, code >= 65 && code <= 90 ? 1 : 0);
      }
    } else if (code >= 0x300 && code < 0x370) {
      if (marks.length > 0) marks[marks.length - 1] = marks[marks.length - 1] * 128 + code - 0x2ff;
    } else {
      const letter = String.fromCodePoint(text.codePointAt(i));
      const small = letter.toLowerCase();
      push(OTHER + small.codePointAt(0), letter === small ? 0 : 1);
      i += letter.length - 1;
    }
  }
  return [letters, marks, capitals];
}

function compareLists(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return Math.sign(a.length - b.length);
}

// Which of the lists count.
const LEVELS = { base: [0], accent: [0, 1], case: [0, 2], variant: [0, 1, 2] };

exports.localeCompare = function localeCompare(other, locales, options) {
  if (this === undefined || this === null) throw new TypeError('String.prototype.localeCompare called on null or undefined');
  const { sensitivity = 'variant', numeric = false, ignorePunctuation = false, caseFirst = 'false' } = options ?? {};
  if (!Object.hasOwn(LEVELS, sensitivity)) {
    throw new RangeError(`Value ${sensitivity} out of range for Intl.Collator options property sensitivity`);
  }
  const text = String(this);
  other = String(other);
  if (text === other) return 0;
  const [a, b] = [text, other].map((one) => weigh(one, numeric, ignorePunctuation));
  for (const level of LEVELS[sensitivity]) {
    const order = compareLists(a[level], b[level]);
    if (order !== 0) return level === 2 && caseFirst === 'upper' ? -order : order;
  }
  return 0;
};

// ---- numbers ----

const isEnglish = (locales) => locales === undefined || [].concat(locales).every((locale) => /^en(-US|-GB|-CA|-AU)?$/.test(locale));
// Languages that have the point and the comma the other way round.
const isSwapped = (locales) => typeof locales === 'string' && /^(da-DK|de-DE|id-ID|it-IT|nl-NL|tr-TR|da|de|id|it|nl|tr)$/.test(locales);
const swap = (text) => text.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');
const NUMBER_OPTIONS = new Set(['minimumFractionDigits', 'maximumFractionDigits', 'style', 'currency', 'useGrouping']);
const CURRENCIES = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

function decimal(value, from, to, isGrouped) {
  const size = Math.abs(value);
  let [whole, part = ''] = size < 1e21 ? exact(size, to) : [BigInt(size).toString()];
  part = part.replace(/0+$/, '').padEnd(from, '0');
  if (isGrouped) whole = grouped(whole);
  return part === '' ? whole : `${whole}.${part}`;
}
// Halves are rounded up as the shortest digits have them: 1.005 is 1.01, though the number is a little less.
function exact(size, places) {
  const [, digits, exponent] = /^([\d.]+)e(.*)$/.exec(size.toExponential());
  const all = digits.replace('.', '');
  const point = Number(exponent) + 1;
  const kept = point + places;
  if (kept < 0) return ['0'];
  let scaled = BigInt(all.slice(0, kept).padEnd(kept, '0') || '0');
  if ((all[kept] ?? '0') >= '5') scaled += 1n;
  const text = scaled.toString().padStart(places + 1, '0');
  return places === 0 ? [text] : [text.slice(0, -places), text.slice(-places)];
}

exports.numberToLocaleString = function toLocaleString(locales, options) {
  options = options ?? {};
  if (isSwapped(locales) && options.style === undefined) return swap(exports.numberToLocaleString.call(this, undefined, options));
  if (!isEnglish(locales)) refuse('Number.prototype.toLocaleString for', locales);
  const other = Object.keys(options).find((name) => options[name] !== undefined && !NUMBER_OPTIONS.has(name));
  if (other !== undefined) refuse('Number.prototype.toLocaleString with', other);
  const { style = 'decimal', currency } = options;
  if (style !== 'decimal' && style !== 'percent' && !(style === 'currency' && currency in CURRENCIES)) {
    refuse('Number.prototype.toLocaleString with', currency ?? style);
  }
  const value = Number(this) * (style === 'percent' ? 100 : 1);
  const usual = style === 'currency' ? (currency === 'JPY' ? 0 : 2) : 0;
  const from = options.minimumFractionDigits ?? Math.min(usual, options.maximumFractionDigits ?? usual);
  const to = options.maximumFractionDigits ?? Math.max(from, style === 'decimal' ? 3 : usual);
  if (!(from >= 0 && from <= 20)) throw new RangeError('minimumFractionDigits value is out of range.');
  if (!(to >= from && to <= 20)) throw new RangeError('maximumFractionDigits value is out of range.');
  const isNegative = value < 0 || Object.is(value, -0);
  const text = Number.isNaN(value) ? 'NaN' : Math.abs(value) === Infinity ? '∞' : decimal(value, from, to, options.useGrouping !== false);
  return `${isNegative ? '-' : ''}${style === 'currency' ? CURRENCIES[currency] : ''}${text}${style === 'percent' ? '%' : ''}`;
};

exports.bigintToLocaleString = function toLocaleString(locales) {
  if (isSwapped(locales)) return swap(grouped(this.toString()));
  if (!isEnglish(locales)) refuse('BigInt.prototype.toLocaleString for', locales);
  return grouped(this.toString());
};

exports.listToLocaleString = function toLocaleString(...args) {
  let text = '';
  for (let i = 0; i < this.length; i++) {
    if (i > 0) text += ',';
    const value = this[i];
    if (value !== undefined && value !== null) text += value.toLocaleString(...args);
  }
  return text;
};

// ---- dates ----

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY_FIELDS = ['weekday', 'year', 'month', 'day'];
const TIME_FIELDS = ['hour', 'minute', 'second'];
const WORDS = ['long', 'short'];
const DIGITS = ['numeric', '2-digit'];
const VALUES = {
  weekday: WORDS, year: DIGITS, month: [...WORDS, ...DIGITS], day: DIGITS, hour: DIGITS, minute: DIGITS, second: DIGITS,
  hour12: [true, false], hourCycle: ['h12', 'h23'], timeZone: ['UTC'],
  dateStyle: ['full', 'long', 'medium', 'short'], timeStyle: ['medium', 'short'],
};
const DATE_STYLES = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' },
  short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const TIME_STYLES = { medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' }, short: { hour: 'numeric', minute: '2-digit' } };
const NUMERIC_DATE = { year: 'numeric', month: 'numeric', day: 'numeric' };

const two = (n) => `${n}`.padStart(2, '0').slice(-2);
const digits = (n, style) => (style === '2-digit' ? two(n) : `${n}`);
const word = (text, style) => (style === 'short' ? text.slice(0, 3) : text);

function dateText(date, { weekday, year, month, day }) {
  const y = year && digits(date.getUTCFullYear(), year);
  const d = day && digits(date.getUTCDate(), day);
  let text;
  if (WORDS.includes(month)) {
    const m = word(MONTHS[date.getUTCMonth()], month);
    text = d === undefined ? [m, y].filter(Boolean).join(' ') : `${m} ${d}${y === undefined ? '' : `, ${y}`}`;
  } else {
    text = [month && digits(date.getUTCMonth() + 1, month), d, y].filter(Boolean).join('/');
  }
  return [weekday && word(WEEKDAYS[date.getUTCDay()], weekday), text].filter(Boolean).join(', ');
}

function timeText(date, { hour, minute, second, hour12, hourCycle }) {
  const hours = date.getUTCHours();
  const is24 = hour12 === undefined ? hourCycle === 'h23' : !hour12;
  // Without words from the program of which cycle it means, midnight is hour 24 in American English.
  const midnight = is24 && hour12 === false ? 24 : 0;
  const shown = is24 ? two(hours || midnight) : digits(hours % 12 || 12, hour);
  const parts = [hour && shown, minute && (hour || second ? two(date.getUTCMinutes()) : `${date.getUTCMinutes()}`)];
  parts.push(second && (minute ? two(date.getUTCSeconds()) : `${date.getUTCSeconds()}`));
  return parts.filter(Boolean).join(':') + (hour && !is24 ? ` ${hours < 12 ? 'AM' : 'PM'}` : '');
}

// The fields that are written: those asked for, and what the method is about if none of its own is.
function fieldsOf(what, options, defaults) {
  const fields = { ...DATE_STYLES[options.dateStyle], ...TIME_STYLES[options.timeStyle] };
  for (const name of Object.keys(options)) {
    const value = options[name];
    if (value === undefined) continue;
    if (!VALUES[name]?.includes(value)) refuse(what, `with ${name}: ${value}`);
    fields[name] = value;
  }
  const has = (names) => names.some((name) => fields[name] !== undefined);
  const wantsDay = defaults.day !== undefined, wantsTime = defaults.hour !== undefined;
  if (!(wantsDay && has(DAY_FIELDS)) && !(wantsTime && has(TIME_FIELDS))) Object.assign(fields, defaults);
  // What English has no common form for.
  const isOdd = fields.month === undefined
    ? (fields.day !== undefined && fields.year !== undefined) || (fields.weekday && (fields.day ?? fields.year) !== undefined)
    : fields.weekday !== undefined && fields.day === undefined;
  const isPartial = has(TIME_FIELDS) && !(fields.hour && fields.minute);
  const isOddTime = isPartial && ((fields.second && fields.hour) || (fields.weekday && !fields.month));
  if (isOdd || isOddTime) refuse(what, `with ${Object.keys(options)}`);
  return [fields, has(DAY_FIELDS), has(TIME_FIELDS)];
}

function dateMethod(name, defaults, forbidden) {
  return function (locales, options) {
    const what = `Date.prototype.${name}`;
    if (locales !== undefined && [].concat(locales).some((locale) => !/^en(-US)?$/.test(locale))) refuse(what, `for ${locales}`);
    options = options ?? {};
    if (options[forbidden] !== undefined) throw new TypeError(`Invalid option : ${forbidden}`);
    const [fields, hasDay, hasTime] = fieldsOf(what, options, defaults);
    if (Number.isNaN(this.getTime())) return 'Invalid Date';
    if (!hasTime) return dateText(this, fields);
    if (!hasDay) return timeText(this, fields);
    const isWeekdayAlone = fields.month === undefined && fields.weekday !== undefined;
    const between = fields.month === 'long' ? ' at ' : isWeekdayAlone ? ' ' : ', ';
    return dateText(this, fields) + between + timeText(this, fields);
  };
}
const TIME = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
exports.toLocaleDateString = dateMethod('toLocaleDateString', NUMERIC_DATE, 'timeStyle');
exports.toLocaleTimeString = dateMethod('toLocaleTimeString', TIME, 'dateStyle');
exports.dateToLocaleString = dateMethod('toLocaleString', { ...NUMERIC_DATE, ...TIME });
