// The sieve of Eratosthenes as a person would first write it: an ordinary array of booleans, and
// an ordinary array for what is found.
import { summary } from "./summary.js";

// Flags that are written, or read, before others get their turn.
const FLAGS_PER_STEP = 200_000;

export function* plain({ size: limit }) {
  const isPrime = new Array(limit + 1);
  const expected = limit * (2 + Math.max(0, Math.log(Math.log(Math.max(3, limit)))));
  let done = 0;
  const fraction = (flags) => Math.min(0.99, (done += flags) / expected);

  for (let from = 0; from <= limit; from += FLAGS_PER_STEP) {
    isPrime.fill(true, from, Math.min(limit + 1, from + FLAGS_PER_STEP));
    yield fraction(FLAGS_PER_STEP);
  }

  let pending = 0;
  for (let factor = 2; factor * factor <= limit; factor++) {
    if (isPrime[factor]) {
      for (let from = factor * factor; from <= limit; from += FLAGS_PER_STEP * factor) {
        const to = Math.min(limit, from + (FLAGS_PER_STEP - 1) * factor);
        strike(isPrime, factor, from, to);
        pending += (to - from) / factor + 1;
        if (pending >= FLAGS_PER_STEP) {
          yield fraction(pending);
          pending = 0;
        }
      }
    }
  }

  const found = [];
  for (let from = 2; from <= limit; from += FLAGS_PER_STEP) {
    collect(isPrime, found, from, Math.min(limit, from + FLAGS_PER_STEP - 1));
    yield fraction(FLAGS_PER_STEP);
  }
  let sum = 0;
  for (const prime of found) {
    sum += prime;
  }
  return summary(found.length, sum, found[found.length - 1], found);
}

function strike(isPrime, factor, from, to) {
  for (let multiple = from; multiple <= to; multiple += factor) {
    isPrime[multiple] = false;
  }
}

function collect(isPrime, found, from, to) {
  for (let number = from; number <= to; number++) {
    if (isPrime[number]) {
      found.push(number);
    }
  }
}
