//! Fast doubling: a step for each bit of the index.

use std::hint::black_box;

use crate::engine::{Ran, Steps};
use crate::fibonacci;
use crate::message::{Outcome, RunError};

/// Rounds in a step: each takes well below a microsecond.
const ROUNDS_PER_STEP: u32 = 1_000;

pub(crate) struct Doubling {
    index: u64,
    value: u64,
    round: u32,
    rounds: u32,
}

impl Doubling {
    pub(crate) const fn new(index: u64, rounds: u32) -> Self {
        Self {
            index,
            value: 0,
            round: 0,
            rounds,
        }
    }
}

impl Steps for Doubling {
    fn step(&mut self) -> Result<bool, RunError> {
        let end = self.rounds.min(self.round + ROUNDS_PER_STEP);
        while self.round < end {
            self.value = black_box(fibonacci(black_box(self.index)));
            self.round += 1;
        }
        Ok(self.round < self.rounds)
    }

    fn fraction(&self) -> f64 {
        if self.round >= self.rounds {
            return 1.0;
        }
        f64::from(self.round) / f64::from(self.rounds)
    }

    fn finish(self: Box<Self>) -> Ran {
        Ran {
            outcome: Outcome::Fibonacci(fibonacci::Outcome { value: self.value }),
            output: Vec::new(),
        }
    }
}

/// F(2k) = F(k) (2 F(k + 1) − F(k)) and F(2k + 1) = F(k)² + F(k + 1)², from the highest bit of the
/// index down (Dijkstra, EWD 654, 1978).
fn fibonacci(index: u64) -> u64 {
    // F(k) and F(k + 1), from k = 0 on.
    let (mut this, mut next) = (0, 1);
    for bit in (0..u64::BITS - index.leading_zeros()).rev() {
        let even = this * (2 * next - this);
        let odd = this * this + next * next;
        (this, next) = if index >> bit & 1 == 0 {
            (even, odd)
        } else {
            (odd, even + odd)
        };
    }
    this
}
