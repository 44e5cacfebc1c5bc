//! The sieve of Eratosthenes as it is first written: one flag a number.

use crate::primes::{FIRST_MAX, Outcome};
use crate::spec::RunError;

/// Finds every prime up to `limit`, crossing out multiples from each prime's square on.
///
/// Takes `limit + 1` bytes, and four for every prime found. `progress` is called with the share of
/// the work that is done, from 0 to 1, once for every prime up to the limit's square root.
pub(crate) fn run(limit: u64, progress: &mut dyn FnMut(f64)) -> Result<Outcome, RunError> {
    let out_of_memory = |bytes: usize| RunError::OutOfMemory {
        bytes: bytes as u64,
    };
    let len = usize::try_from(limit)
        .ok()
        .and_then(|limit| limit.checked_add(1))
        .ok_or(RunError::OutOfMemory { bytes: limit })?;

    // A failed allocation would end the whole module; asked for this way it is an error like another.
    let mut composite = Vec::new();
    composite
        .try_reserve_exact(len)
        .map_err(|_| out_of_memory(len))?;
    composite.resize(len, false);

    // Crossing out takes n / p steps for each prime p, and collecting takes n: their sum is known
    // beforehand to within a few per cent, which is all that a progress bar needs.
    let n = len as f64;
    let expected = n * (1.0 + n.max(3.0).ln().ln().max(0.0));
    let mut done = 0.0;
    let mut factor = 2;
    while factor * factor < len {
        if !composite[factor] {
            let mut multiple = factor * factor;
            while multiple < len {
                composite[multiple] = true;
                multiple += factor;
            }
            done += n / factor as f64;
            progress((done / expected).min(0.95));
        }
        factor += 1;
    }

    let mut primes: Vec<u32> = Vec::new();
    for (number, _) in composite
        .iter()
        .enumerate()
        .skip(2)
        .filter(|(_, composite)| !**composite)
    {
        if primes.len() == primes.capacity() {
            let more = primes.capacity().max(1024);
            primes
                .try_reserve(more)
                .map_err(|_| out_of_memory(more * size_of::<u32>()))?;
        }
        primes.push(u32::try_from(number).map_err(|_| out_of_memory(number))?);
    }
    progress(1.0);

    Ok(Outcome {
        count: primes.len() as u64,
        sum: primes.iter().map(|&prime| u64::from(prime)).sum(),
        largest: primes.last().map(|&prime| u64::from(prime)),
        first: primes
            .iter()
            .take(FIRST_MAX)
            .map(|&prime| u64::from(prime))
            .collect(),
    })
}
