//! The same three loops in another order, over matrices that are one list each: the inner loop goes
//! along two rows, so that it reads memory in the order in which it lies.

use std::ops::Range;

use crate::engine::memory::{filled, index, room};
use crate::engine::parts::{Parts, Piece};
use crate::matrix;
use crate::matrix::inputs::{self, Sides, grow_flat};
use crate::message::{Outcome, RunError};

pub(crate) struct Reordered {
    sides: Sides,
    /// The rows that are asked for.
    a: Vec<f64>,
    b: Vec<f64>,
}

impl Reordered {
    pub(crate) fn new(size: u64, rows: Range<u64>) -> Result<Self, RunError> {
        Ok(Self {
            sides: Sides::new(size, rows)?,
            a: Vec::new(),
            b: Vec::new(),
        })
    }
}

impl Parts for Reordered {
    type Figures = Vec<f64>;
    /// A row of the product.
    type Scratch = Vec<f64>;

    /// Products of two numbers.
    const UNITS_PER_STEP: u64 = 1_500_000;

    fn units(&self) -> u64 {
        (self.sides.side * self.sides.side) as u64
    }

    fn prepare(&mut self) -> Result<bool, RunError> {
        let Self { sides, a, b } = self;
        Ok(grow_flat(a, sides, &sides.rows, inputs::a)?
            || grow_flat(b, sides, &(0..sides.side), inputs::b)?)
    }

    fn scratch(&self) -> Result<Vec<f64>, RunError> {
        filled(self.sides.side, 0.0)
    }

    fn figures(&self, rows: u64) -> Result<Vec<f64>, RunError> {
        room(index(rows))
    }

    fn compute(
        &self,
        piece: &Piece,
        c: &mut Vec<f64>,
        fingerprint: &mut Vec<f64>,
        _: &mut [u8],
    ) -> u64 {
        let side = self.sides.side;
        for row in index(piece.parts.start)..index(piece.parts.end) {
            let start = (row - self.sides.rows.start) * side;
            multiply(&self.a[start..start + side], &self.b, c);
            fingerprint.push(self.sides.fingerprint(c));
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(fingerprint: Vec<f64>) -> Outcome {
        Outcome::Matrix(matrix::Outcome { fingerprint })
    }
}

/// A row of the product.
pub(super) fn multiply(a: &[f64], b: &[f64], c: &mut [f64]) {
    c.fill(0.0);
    for (&a, b) in a.iter().zip(b.chunks_exact(c.len())) {
        for (c, &b) in c.iter_mut().zip(b) {
            *c += a * b;
        }
    }
}
