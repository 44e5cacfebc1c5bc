'use strict';
// Dates that are written in other ways than the standard's: `Jan 5, 2024`, `12/25/1995 10:00 PM`. After V8's own parser,
// which takes words and numbers in about any order. The time zone is UTC.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES = { ut: 0, utc: 0, z: 0, gmt: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 };
const isDay = (n) => n >= 1 && n <= 31;
const nativeParse = Date.parse;

// What is read so far: numbers of the day, numbers of the time, and the zone.
function makeParts() {
  return { day: [], month: undefined, time: [], isTimeOver: false, offset: undefined, sign: undefined, zone: [] };
}

function isExpected(parts, n) {
  return !parts.isTimeOver && (((parts.time.length === 1 || parts.time.length === 2) && n < 60) || (parts.time.length === 3 && n < 1000));
}

function addTime(parts, n) {
  if (parts.isTimeOver || parts.time.length > 3) return false;
  parts.time.push(n);
  return true;
}

function dayOf({ day, month }) {
  if (day.length === 0) return undefined;
  const [first, second = 1, third = 1] = day;
  let year, date;
  if (month === undefined) {
    [year, month, date] = isDay(first) ? [third, first, second] : [first, second, third];
  } else {
    [year, date] = isDay(first) ? [second, first] : [first, second];
  }
  if (year < 50) year += 2000;
  else if (year < 100) year += 1900;
  return month >= 1 && month <= 12 && isDay(date) ? [year, month - 1, date] : undefined;
}

function timeOf({ time, offset }) {
  let [hour = 0, minute = 0, second = 0, ms = 0] = time;
  if (offset !== undefined) {
    if (hour > 12) return undefined;
    hour = (hour % 12) + offset;
  }
  const isMidnight = hour === 24 && minute === 0 && second === 0 && ms === 0;
  return (hour < 24 || isMidnight) && minute < 60 && second < 60 ? [hour, minute, second, ms] : undefined;
}

function valueOf(parts) {
  const day = dayOf(parts);
  const time = timeOf(parts);
  if (day === undefined || time === undefined) return NaN;
  const [hours = 0, minutes = 0] = parts.zone;
  const zone = (parts.sign ?? 1) * (hours * 60 + minutes);
  const date = new Date(Date.UTC(2000, day[1], day[2], ...time));
  date.setUTCFullYear(day[0], day[1], day[2]);
  return date.getTime() - zone * 60000;
}

function takeNumber(parts, tokens, at) {
  const n = Number(tokens[at].slice(0, 9));
  if (tokens[at + 1] === ':') return addTime(parts, n) ? at + 1 : undefined;
  if (tokens[at + 1] === '.' && isExpected(parts, n)) {
    if (!/^\d/.test(tokens[at + 2] ?? '')) return undefined;
    parts.time = [...parts.time, n, 0].slice(0, 3);
    parts.time.push(Number(tokens[at + 2].padEnd(3, '0').slice(0, 3)));
    parts.isTimeOver = true;
    return at + 2;
  }
  if (parts.sign !== undefined && parts.zone.length === 1) {
    parts.zone.push(n);
    return at;
  }
  if (isExpected(parts, n)) {
    parts.time.push(n);
    parts.isTimeOver = true;
    return /^(\s|[zZ]$|[+-])/.test(tokens[at + 1] ?? ' ') ? at : undefined;
  }
  if (parts.day.length === 3) return undefined;
  parts.day.push(n);
  return tokens[at + 1] === '-' ? at + 1 : at;
}

function takeWord(parts, tokens, at, hasNumber) {
  const word = tokens[at].toLowerCase();
  const month = MONTHS.indexOf(word.slice(0, 3)) + 1;
  if ((word === 'am' || word === 'pm') && parts.time.length > 0) parts.offset = word === 'am' ? 0 : 12;
  else if (month > 0) parts.month = month;
  else if (hasNumber && Object.hasOwn(ZONES, word)) [parts.sign, parts.zone] = [ZONES[word] < 0 ? -1 : 1, [Math.abs(ZONES[word]), 0]];
  else if (hasNumber || /^\d/.test(tokens[at + 1] ?? '')) return undefined;
  return month > 0 && tokens[at + 1] === '-' ? at + 1 : at;
}

function takeSign(parts, tokens, at) {
  parts.sign = tokens[at] === '-' ? -1 : 1;
  const digits = /^\d/.test(tokens[at + 1] ?? '') ? tokens[at + 1] : '';
  const next = digits === '' ? at : at + 1;
  const n = Number(digits);
  if (tokens[next + 1] === ':') parts.zone = [n];
  else if (digits.length === 1 || digits.length === 2) parts.zone = [n, 0];
  else if (digits.length === 3 || digits.length === 4) parts.zone = [Math.trunc(n / 100), n % 100];
  else return undefined;
  return next;
}

exports.parse = (text) => {
  // More digits of a second than the standard has.
  const exact = /^([+-]\d\d)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,}/.test(text) ? nativeParse(text.replace(/(\.\d{3})\d+/, '$1')) : NaN;
  if (!Number.isNaN(exact)) return exact;
  const tokens = text.replace(/\([^)]*\)?/g, ' ').match(/\d+|[a-z]+|\s+|[^]/gi) ?? [];
  const parts = makeParts();
  let hasNumber = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (/^\d/.test(token)) {
      hasNumber = true;
      at = takeNumber(parts, tokens, at);
    } else if (/^[a-z]/i.test(token)) {
      at = takeWord(parts, tokens, at, hasNumber);
    } else if ((token === '+' || token === '-') && (parts.sign !== undefined || parts.time.length > 0)) {
      hasNumber = true;
      at = takeSign(parts, tokens, at);
    } else if ((token === '+' || token === '-' || token === ')') && hasNumber) {
      return NaN;
    }
    if (at === undefined) return NaN;
  }
  return valueOf(parts);
};
