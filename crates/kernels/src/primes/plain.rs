//! The sieve of Eratosthenes as it is first written: one flag a number.

use crate::engine::memory::{index, more_room, room};
use crate::engine::{Ran, Steps};
use crate::message::{Outcome, RunError};
use crate::primes::{self, FIRST_MAX};

/// Flags that are written, or read, in a step.
const FLAGS_PER_STEP: usize = 512 * 1024;

/// Finds every prime up to a limit, crossing out multiples from each prime's square on.
///
/// Takes `limit + 1` bytes, and four for every prime found. A round is one long chain of steps, so
/// it can be interrupted anywhere, but not shared out.
pub(crate) struct Sieve {
    len: usize,
    composite: Vec<bool>,
    primes: Vec<u32>,
    phase: Phase,
    /// Writes and reads of this round so far, and those that a round is expected to take.
    done: f64,
    expected: f64,
    round: u32,
    rounds: u32,
}

#[derive(Clone, Copy)]
enum Phase {
    /// Making a flag for each number.
    Clear,
    /// Crossing out the multiples of a factor, of which this is the next.
    Strike { factor: usize, multiple: usize },
    /// Gathering the primes, from this number on.
    Collect { number: usize },
}

impl Sieve {
    pub(crate) fn new(limit: u64, rounds: u32) -> Result<Self, RunError> {
        let len = index(limit).saturating_add(1);
        let n = len as f64;
        Ok(Self {
            len,
            composite: room(len)?,
            primes: Vec::new(),
            phase: Phase::Clear,
            done: 0.0,
            // Crossing out takes n / p steps for each prime p, and clearing and collecting n each:
            // their sum is known beforehand to within a few per cent, enough for a progress bar.
            expected: n * (2.0 + n.max(3.0).ln().ln().max(0.0)),
            round: 0,
            rounds,
        })
    }

    /// Does about so many writes and reads, and tells what is left of them.
    fn advance(&mut self, budget: usize) -> Result<usize, RunError> {
        let took = match self.phase {
            Phase::Clear => {
                let from = self.composite.len();
                let to = from.saturating_add(budget).min(self.len);
                self.composite.resize(to, false);
                if to == self.len {
                    self.phase = self.strike_from(2);
                }
                to - from
            }
            Phase::Strike { factor, multiple } => {
                let end = multiple
                    .saturating_add(budget.saturating_mul(factor))
                    .min(self.len);
                let mut next = multiple;
                while next < end {
                    self.composite[next] = true;
                    next += factor;
                }
                self.phase = if next < self.len {
                    Phase::Strike {
                        factor,
                        multiple: next,
                    }
                } else {
                    self.strike_from(factor + 1)
                };
                (next - multiple) / factor
            }
            Phase::Collect { number } => {
                let end = number.saturating_add(budget).min(self.len);
                self.collect(number, end)?;
                self.phase = Phase::Collect { number: end };
                if end >= self.len {
                    self.end_round();
                }
                end.saturating_sub(number)
            }
        };
        self.done += took as f64;
        // A phase that had nothing to do is a step too.
        Ok(budget.saturating_sub(took.max(64)))
    }

    /// The next factor, at least this one, that is a prime up to the limit's square root.
    fn strike_from(&self, mut factor: usize) -> Phase {
        while factor <= self.len / factor && factor * factor < self.len {
            if !self.composite[factor] {
                return Phase::Strike {
                    factor,
                    multiple: factor * factor,
                };
            }
            factor += 1;
        }
        Phase::Collect { number: 2 }
    }

    fn collect(&mut self, from: usize, to: usize) -> Result<(), RunError> {
        let flags = self.composite.get(from..to).unwrap_or_default();
        for (number, _) in (from..).zip(flags).filter(|(_, composite)| !**composite) {
            if self.primes.len() == self.primes.capacity() {
                let more = self.primes.capacity().max(1024);
                more_room(&mut self.primes, more)?;
            }
            // The registry's limits are below 2³².
            self.primes.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        Ok(())
    }

    fn end_round(&mut self) {
        std::hint::black_box(&self.primes);
        self.round += 1;
        self.done = 0.0;
        if self.round < self.rounds {
            self.composite.clear();
            self.primes.clear();
            self.phase = Phase::Clear;
        }
    }
}

impl Steps for Sieve {
    fn step(&mut self) -> Result<bool, RunError> {
        let mut budget = FLAGS_PER_STEP;
        while budget > 0 && self.round < self.rounds {
            budget = self.advance(budget)?;
        }
        Ok(self.round < self.rounds)
    }

    fn fraction(&self) -> f64 {
        if self.round >= self.rounds {
            return 1.0;
        }
        let round = (self.done / self.expected).min(0.99);
        (f64::from(self.round) + round) / f64::from(self.rounds)
    }

    fn finish(self: Box<Self>) -> Ran {
        let wide = |&prime: &u32| u64::from(prime);
        Ran {
            outcome: Outcome::Primes(primes::Outcome {
                count: self.primes.len() as u64,
                sum: self.primes.iter().map(wide).sum(),
                largest: self.primes.last().map(wide),
                first: self.primes.iter().take(FIRST_MAX).map(wide).collect(),
            }),
            output: Vec::new(),
        }
    }
}
