//! The blocks of a run, whichever way a block is summed.

use crate::engine::memory::{index, narrow, room};
use crate::engine::parts::{Parts, Piece};
use crate::message::{Outcome, RunError};
use crate::roots::{self, BLOCK_NUMBERS};

/// Sums the roots of the numbers behind the first given one, up to and with the second.
pub(crate) type Block = fn(u32, u32) -> f64;

pub(crate) struct Blocks {
    limit: u64,
    block: Block,
}

impl Blocks {
    pub(crate) const fn new(limit: u64, block: Block) -> Self {
        Self { limit, block }
    }
}

impl Parts for Blocks {
    type Figures = Vec<f64>;
    type Scratch = ();

    /// Roots.
    const UNITS_PER_STEP: u64 = 6 * BLOCK_NUMBERS;

    fn units(&self) -> u64 {
        self.limit.clamp(1, BLOCK_NUMBERS)
    }

    fn scratch(&self) -> Result<(), RunError> {
        Ok(())
    }

    fn figures(&self, blocks: u64) -> Result<Vec<f64>, RunError> {
        room(index(blocks))
    }

    fn compute(&self, piece: &Piece, (): &mut (), sums: &mut Vec<f64>, _: &mut [u8]) -> u64 {
        for part in piece.parts.clone() {
            let end = self.limit.min((part + 1) * BLOCK_NUMBERS);
            sums.push((self.block)(narrow(part * BLOCK_NUMBERS), narrow(end)));
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(blocks: Vec<f64>) -> Outcome {
        Outcome::Roots(roots::Outcome { blocks })
    }
}
