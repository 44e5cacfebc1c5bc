// The JavaScript baselines by the names that the registry gives (crates/kernels/src/registry.rs).
import { primes } from "./primes.js";

const BASELINES = {
  primes: { plain: primes },
};

/**
 * Runs a baseline. Takes a `kernels::Spec`, gives a `kernels::Outcome`, calls `progress` with the
 * share of the work that is done, from 0 to 1, and throws a RangeError where there is no baseline.
 */
export function run({ kernel, variant, size, rounds }, progress = () => {}) {
  const baseline = BASELINES[kernel]?.[variant];
  if (!baseline) {
    throw new RangeError(`no JavaScript baseline for ${kernel} (${variant})`);
  }
  let outcome;
  for (let round = 0; round < rounds; round++) {
    outcome = baseline(size, (share) => progress((round + share) / rounds));
  }
  return outcome;
}
