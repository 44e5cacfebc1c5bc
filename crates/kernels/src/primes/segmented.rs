//! The sieve of Eratosthenes in pieces that stay in a core's first cache.
//!
//! Only odd numbers have a flag, of one bit, and a segment's flags are gathered before the next
//! segment is begun (Bays and Hudson 1977). The primes up to the limit's square root are all that
//! segments have in common, so they can be computed in any order.

use crate::engine::memory::{filled, index, more_room, narrow, room};
use crate::engine::parts::{Parts, Piece};
use crate::message::{Outcome, RunError};
use crate::primes::{self, FIRST_MAX, SEGMENT_NUMBERS};

/// A flag for each odd number of a segment, 64 to a word.
const WORDS: usize = (SEGMENT_NUMBERS / 2 / 64) as usize;

pub(crate) struct Segments {
    limit: u64,
    /// The odd primes up to the limit's square root.
    factors: Vec<u32>,
}

impl Segments {
    pub(crate) fn new(limit: u64) -> Result<Self, RunError> {
        Ok(Self {
            limit,
            factors: odd_primes(narrow(limit.isqrt()))?,
        })
    }

    /// Marks what is not an odd prime among the flags of a segment.
    fn sieve(&self, start: u64, composite: &mut [u64]) {
        composite.fill(0);
        let numbers = SEGMENT_NUMBERS.min(self.limit - start + 1);
        // An odd number's flag is at half its distance. Behind the limit nothing needs to be marked: a small
        // limit is not to cost a whole segment.
        let end = index(numbers / 2);
        for &factor in &self.factors {
            let factor = u64::from(factor);
            let square = factor * factor;
            if square >= start + numbers {
                break;
            }
            // The first odd multiple in here that no smaller factor has.
            let first = square.max(start.next_multiple_of(factor));
            let first = if first % 2 == 0 {
                first + factor
            } else {
                first
            };
            // Half the distance of two odd multiples, too.
            let (mut flag, step) = (index((first - start) / 2), index(factor));
            while flag < end {
                composite[flag / 64] |= 1 << (flag % 64);
                flag += step;
            }
        }
        if start == 0 {
            // One is no prime.
            composite[0] |= 1;
        }
        // Behind the limit there is none either.
        if end < WORDS * 64 {
            composite[end / 64] |= u64::MAX << (end % 64);
            composite[end / 64 + 1..].fill(u64::MAX);
        }
    }
}

impl Parts for Segments {
    type Figures = primes::Outcome;
    type Scratch = Vec<u64>;

    /// Segments.
    const UNITS_PER_STEP: u64 = 2;

    fn units(&self) -> u64 {
        1
    }

    fn scratch(&self) -> Result<Vec<u64>, RunError> {
        filled(WORDS, 0)
    }

    fn figures(&self, _: u64) -> Result<primes::Outcome, RunError> {
        Ok(primes::Outcome {
            first: room(FIRST_MAX)?,
            ..primes::Outcome::default()
        })
    }

    fn compute(
        &self,
        piece: &Piece,
        composite: &mut Vec<u64>,
        figures: &mut primes::Outcome,
        _: &mut [u8],
    ) -> u64 {
        for part in piece.parts.clone() {
            let start = part * SEGMENT_NUMBERS;
            self.sieve(start, composite);
            if start == 0 && self.limit >= 2 {
                add(figures, 2);
            }
            for (word, base) in composite.iter().zip((start..).step_by(128)) {
                let mut primes = !word;
                while primes != 0 {
                    add(figures, base + 2 * u64::from(primes.trailing_zeros()) + 1);
                    primes &= primes - 1;
                }
            }
        }
        piece.parts.end - piece.parts.start
    }

    fn outcome(figures: primes::Outcome) -> Outcome {
        Outcome::Primes(figures)
    }
}

fn add(figures: &mut primes::Outcome, prime: u64) {
    figures.count += 1;
    figures.sum += prime;
    figures.largest = Some(prime);
    if figures.first.len() < FIRST_MAX {
        figures.first.push(prime);
    }
}

/// The odd primes up to a limit that is itself only a square root.
fn odd_primes(limit: u32) -> Result<Vec<u32>, RunError> {
    let mut composite = filled(limit as usize + 1, false)?;
    let mut primes = Vec::new();
    for number in (3..=limit).step_by(2) {
        if composite[number as usize] {
            continue;
        }
        if primes.len() == primes.capacity() {
            more_room(&mut primes, 1024)?;
        }
        primes.push(number);
        let multiples = (number as usize).saturating_mul(number as usize)..composite.len();
        for multiple in multiples.step_by(2 * number as usize) {
            composite[multiple] = true;
        }
    }
    Ok(primes)
}
