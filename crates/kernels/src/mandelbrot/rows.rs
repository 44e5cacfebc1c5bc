//! The rows of a run, whichever way a row is computed.

use std::ops::Range;

use crate::engine::memory::narrow;
use crate::engine::parts::{Parts, Piece};
use crate::mandelbrot::{self, STEPS_MAX};
use crate::message::{Outcome, RunError};

/// Computes columns of a row of a square of so many points: writes the counts, and tells what they
/// add up to, and how many steps it took.
pub(crate) type Row = fn(side: u32, y: u32, columns: Range<u32>, output: &mut [u8]) -> Counted;

/// What the counts of some points add up to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) steps: u64,
    pub(crate) inside: u64,
    /// Steps that were done, which are fewer than those that count where a shortcut was taken.
    pub(crate) taken: u64,
}

impl Counted {
    /// Writes down a point's count.
    pub(crate) fn put(&mut self, steps: u16, output: &mut [u8]) {
        output.copy_from_slice(&steps.to_le_bytes());
        self.steps += u64::from(steps);
        self.inside += u64::from(steps == STEPS_MAX);
    }
}

pub(crate) struct Rows {
    side: u32,
    row: Row,
}

impl Rows {
    pub(crate) fn new(size: u64, row: Row) -> Self {
        Self {
            side: narrow(size),
            row,
        }
    }
}

impl Parts for Rows {
    type Figures = mandelbrot::Outcome;
    type Scratch = ();

    /// Steps.
    const UNITS_PER_STEP: u64 = 300_000;

    fn units(&self) -> u64 {
        u64::from(self.side) * u64::from(STEPS_MAX)
    }

    fn columns(&self) -> usize {
        self.side as usize
    }

    fn scratch(&self) -> Result<(), RunError> {
        Ok(())
    }

    fn figures(&self, _: u64) -> Result<mandelbrot::Outcome, RunError> {
        Ok(mandelbrot::Outcome::default())
    }

    fn compute(
        &self,
        piece: &Piece,
        (): &mut (),
        figures: &mut mandelbrot::Outcome,
        output: &mut [u8],
    ) -> u64 {
        let columns = narrow(piece.columns.start as u64)..narrow(piece.columns.end as u64);
        let bytes = piece.columns.start * 2..piece.columns.end * 2;
        let mut taken = 0;
        for (part, output) in piece
            .parts
            .clone()
            .zip(output.chunks_exact_mut(self.columns() * 2))
        {
            let row = (self.row)(
                self.side,
                narrow(part),
                columns.clone(),
                &mut output[bytes.clone()],
            );
            figures.steps += row.steps;
            figures.inside += row.inside;
            // A point that takes no step takes about the time of one.
            taken += row.taken + piece.columns.len() as u64;
        }
        taken
    }

    fn outcome(figures: mandelbrot::Outcome) -> Outcome {
        Outcome::Mandelbrot(figures)
    }
}
