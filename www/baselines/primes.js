// The sieve of Eratosthenes as a person would first write it: an ordinary array of booleans, and
// an ordinary array for what is found.

const FIRST_MAX = 100;

export function primes(limit, progress) {
  const isPrime = new Array(limit + 1).fill(true);
  const expected = limit * (1 + Math.max(0, Math.log(Math.log(Math.max(3, limit)))));
  let done = 0;

  for (let factor = 2; factor * factor <= limit; factor++) {
    if (isPrime[factor]) {
      for (let multiple = factor * factor; multiple <= limit; multiple += factor) {
        isPrime[multiple] = false;
      }
      done += limit / factor;
      progress(Math.min(0.95, done / expected));
    }
  }

  const found = [];
  for (let number = 2; number <= limit; number++) {
    if (isPrime[number]) {
      found.push(number);
    }
  }
  progress(1);

  let sum = 0;
  for (const prime of found) {
    sum += prime;
  }
  return {
    kernel: "primes",
    count: found.length,
    sum,
    largest: found.length > 0 ? found[found.length - 1] : null,
    first: found.slice(0, FIRST_MAX),
  };
}
