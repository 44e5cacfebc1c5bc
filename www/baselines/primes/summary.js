const FIRST_MAX = 100;

/** A `kernels::Outcome` of primes. */
export function summary(count, sum, largest, first) {
  const primes = { count, sum, largest: largest ?? null, first: first.slice(0, FIRST_MAX) };
  return { primes };
}
