// Counts the primes up to a number. Usage: node primes.mjs [number] [workers]
import { isMainThread } from "node:worker_threads";
import { bands, compare, figures, serve } from "./pool.mjs";

// A sieve needs the primes up to the root, and then every stretch can be sieved by itself.
function smallPrimes(limit) {
  const crossed = new Uint8Array(limit + 1);
  const primes = [];
  for (let number = 2; number <= limit; number++) {
    if (crossed[number]) continue;
    primes.push(number);
    for (let multiple = number * number; multiple <= limit; multiple += number) {
      crossed[multiple] = 1;
    }
  }
  return primes;
}

function countPrimes({ from, to }) {
  // From 0 to the limit are limit + 1 numbers; 0 and 1 are no primes.
  const first = Math.max(from, 2);
  const crossed = new Uint8Array(Math.max(to - first, 0));
  for (const prime of smallPrimes(Math.floor(Math.sqrt(to)))) {
    let multiple = Math.max(prime * prime, Math.ceil(first / prime) * prime);
    for (; multiple < to; multiple += prime) {
      crossed[multiple - first] = 1;
    }
  }
  return crossed.reduce((count, mark) => count + 1 - mark, 0);
}

serve(countPrimes);

if (isMainThread) {
  const [limit, workers] = figures(20_000_000, 1_000_000_000);
  // Stretches that fit a processor's cache are sieved faster than long ones.
  const jobs = bands(limit + 1, Math.max(workers, Math.ceil(limit / 500_000)));
  await compare(import.meta.url, workers, jobs, countPrimes, (counts) => {
    const count = counts.reduce((sum, count) => sum + count, 0);
    return `${count} primes up to ${limit}`;
  });
}
