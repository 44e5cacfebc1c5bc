//! The naive recursion: a number is the sum of the two before it, each computed anew.

use crate::engine::memory::narrow;
use crate::engine::parts::{Parts, Piece};
use crate::fibonacci::{self, LEAF_MAX, leaves};
use crate::message::{Outcome, RunError};

/// The subtrees that the tree of calls is cut into.
pub(crate) struct Leaves {
    index: u64,
}

impl Leaves {
    pub(crate) const fn new(index: u64) -> Self {
        Self { index }
    }

    /// The index that the recursion has reached at its `leaf`th leaf. Goes down the same calls, less
    /// those into other leaves.
    fn leaf(&self, mut leaf: u64) -> u32 {
        let mut index = self.index;
        while index > LEAF_MAX {
            let left = leaves(index - 1);
            if leaf < left {
                index -= 1;
            } else {
                leaf -= left;
                index -= 2;
            }
        }
        narrow(index)
    }
}

impl Parts for Leaves {
    type Figures = u64;
    type Scratch = ();

    /// Calls.
    const UNITS_PER_STEP: u64 = 500_000;

    fn units(&self) -> u64 {
        let mut calls = (1, 1);
        for _ in 1..self.index.min(LEAF_MAX) {
            calls = (calls.1, calls.0 + calls.1 + 1);
        }
        calls.1
    }

    fn scratch(&self) -> Result<(), RunError> {
        Ok(())
    }

    fn figures(&self, _: u64) -> Result<u64, RunError> {
        Ok(0)
    }

    fn compute(&self, piece: &Piece, (): &mut (), sum: &mut u64, _: &mut [u8]) -> u64 {
        for part in piece.parts.clone() {
            *sum += u64::from(fibonacci(self.leaf(part)));
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(value: u64) -> Outcome {
        Outcome::Fibonacci(fibonacci::Outcome { value })
    }
}

/// Up to [`fibonacci::PLAIN_MAX`] the numbers fit 32 bits.
///
/// A plain `+` would let the compiler turn the second call into a loop, which halves the calls; a
/// sum that may fail has to come after both.
#[inline(never)]
fn fibonacci(index: u32) -> u32 {
    if index < 2 {
        return index;
    }
    fibonacci(index - 1)
        .checked_add(fibonacci(index - 2))
        .expect("a number below 2³²")
}
