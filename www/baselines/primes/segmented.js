// The sieve in segments that fit a core's first cache, a bit for each odd number
// (crates/kernels/src/primes/segmented.rs).
import { summary } from "./summary.js";

const SEGMENT_NUMBERS = 512 * 1024;
const FLAGS = SEGMENT_NUMBERS / 2;
const FIRST_MAX = 100;

export const segments = (limit) => Math.floor(limit / SEGMENT_NUMBERS) + 1;

export function* segmented({ size: limit, parts }) {
  const factors = oddPrimes(Math.floor(Math.sqrt(limit)));
  const composite = new Uint32Array(FLAGS / 32);
  const figures = { count: 0, sum: 0, largest: null, first: [] };
  for (let part = parts.start; part < parts.end; part++) {
    const start = part * SEGMENT_NUMBERS;
    sieve(composite, factors, start, limit);
    if (start === 0 && limit >= 2) {
      figures.count = 1;
      figures.sum = 2;
      figures.largest = 2;
      figures.first.push(2);
    }
    gather(composite, start, figures);
    yield part + 1 - parts.start;
  }
  return summary(figures.count, figures.sum, figures.largest, figures.first);
}

function sieve(composite, factors, start, limit) {
  composite.fill(0);
  const numbers = Math.min(SEGMENT_NUMBERS, limit - start + 1);
  for (let index = 0; index < factors.length; index++) {
    const factor = factors[index];
    if (factor * factor >= start + numbers) {
      break;
    }
    // The first odd multiple in here that no smaller factor has.
    let first = start + ((factor - (start % factor)) % factor);
    first = Math.max(first, factor * factor);
    if (first % 2 === 0) {
      first += factor;
    }
    for (let flag = (first - start) >> 1; flag < FLAGS; flag += factor) {
      composite[flag >> 5] |= 1 << (flag & 31);
    }
  }
  if (start === 0) {
    composite[0] |= 1; // One is no prime.
  }
  // Behind the limit there is none either.
  const end = numbers >> 1;
  if (end < FLAGS) {
    composite[end >> 5] |= -1 << (end & 31);
    composite.fill(0xffffffff, (end >> 5) + 1);
  }
}

function gather(composite, start, figures) {
  let count = 0;
  let sum = 0;
  let largest = figures.largest;
  for (let word = 0; word < composite.length; word++) {
    let primes = ~composite[word];
    const base = start + word * 64 + 1;
    while (primes !== 0) {
      const lowest = primes & -primes;
      primes ^= lowest;
      largest = base + 2 * (31 - Math.clz32(lowest));
      sum += largest;
      count += 1;
      if (figures.first.length < FIRST_MAX) {
        figures.first.push(largest);
      }
    }
  }
  figures.count += count;
  figures.sum += sum;
  figures.largest = largest;
}

function oddPrimes(limit) {
  const composite = new Uint8Array(limit + 1);
  const primes = [];
  for (let number = 3; number <= limit; number += 2) {
    if (composite[number] === 0) {
      primes.push(number);
      for (let multiple = number * number; multiple <= limit; multiple += 2 * number) {
        composite[multiple] = 1;
      }
    }
  }
  return Uint32Array.from(primes);
}
