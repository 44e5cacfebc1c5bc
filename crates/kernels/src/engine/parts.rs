//! What a variant offers whose rounds fall into parts: with it, the same code computes a run step by
//! step, in shares, and by several threads.

use std::ops::Range;

use crate::message::{Outcome, RunError};

/// Some consecutive parts of a round, or some columns of one part.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Which parts.
    pub(crate) parts: Range<u64>,
    /// Which columns of them: all, unless there is only one part.
    pub(crate) columns: Range<usize>,
}

/// A variant whose rounds fall into parts that can be computed in any order.
pub(crate) trait Parts: Send + Sync + 'static {
    /// What becomes of consecutive parts, beside bytes.
    type Figures: Send;
    /// What a thread uses again for piece after piece.
    type Scratch: Send;

    /// How many units of work take about a millisecond.
    const UNITS_PER_STEP: u64;

    /// How many parts are best computed together.
    const TILE: u64 = 1;

    /// The most units of work that a part can take, at least one.
    fn units(&self) -> u64;

    /// How many columns a part falls into; their order matters.
    fn columns(&self) -> usize {
        1
    }

    /// Does a step of what comes before the first round; `false` when there is nothing left to do.
    fn prepare(&mut self) -> Result<bool, RunError> {
        Ok(false)
    }

    /// Memory to work with.
    fn scratch(&self) -> Result<Self::Scratch, RunError>;

    /// Figures of nothing yet, with room for those of so many parts.
    fn figures(&self, parts: u64) -> Result<Self::Figures, RunError>;

    /// Computes a piece behind those that `figures` and `scratch` have seen, and tells how many units
    /// that took. `output` is the rows of the piece's parts.
    fn compute(
        &self,
        piece: &Piece,
        scratch: &mut Self::Scratch,
        figures: &mut Self::Figures,
        output: &mut [u8],
    ) -> u64;

    /// The figures in the form in which they are told.
    fn outcome(figures: Self::Figures) -> Outcome;
}
