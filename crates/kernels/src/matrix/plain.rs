//! The definition as three loops over matrices that are lists of rows.

use std::ops::Range;

use crate::engine::memory::{filled, index, room};
use crate::engine::parts::{Parts, Piece};
use crate::matrix;
use crate::matrix::inputs::{self, Sides};
use crate::message::{Outcome, RunError};

pub(crate) struct Plain {
    sides: Sides,
    /// The rows that are asked for.
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
}

impl Plain {
    pub(crate) fn new(size: u64, rows: Range<u64>) -> Result<Self, RunError> {
        let sides = Sides::new(size, rows)?;
        Ok(Self {
            a: room(sides.rows.len())?,
            b: room(sides.side)?,
            sides,
        })
    }
}

impl Parts for Plain {
    type Figures = Vec<f64>;
    /// A row of the product.
    type Scratch = Vec<f64>;

    /// Products of two numbers.
    const UNITS_PER_STEP: u64 = 500_000;

    fn units(&self) -> u64 {
        (self.sides.side * self.sides.side) as u64
    }

    fn columns(&self) -> usize {
        self.sides.side
    }

    fn prepare(&mut self) -> Result<bool, RunError> {
        let Self { sides, a, b } = self;
        Ok(grow(a, sides, &sides.rows, inputs::a)? || grow(b, sides, &(0..sides.side), inputs::b)?)
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
            multiply(
                &self.a[row - self.sides.rows.start],
                &self.b,
                c,
                &piece.columns,
            );
            if piece.columns.end == side {
                fingerprint.push(self.sides.fingerprint(c));
            }
        }
        (piece.parts.end - piece.parts.start) * (piece.columns.len() * side) as u64
    }

    fn outcome(fingerprint: Vec<f64>) -> Outcome {
        Outcome::Matrix(matrix::Outcome { fingerprint })
    }
}

/// Some columns of a row of the product.
fn multiply(a: &[f64], b: &[Vec<f64>], c: &mut [f64], columns: &Range<usize>) {
    for j in columns.clone() {
        let mut sum = 0.0;
        for k in 0..a.len() {
            sum += a[k] * b[k][j];
        }
        c[j] = sum;
    }
}

fn grow(
    matrix: &mut Vec<Vec<f64>>,
    sides: &Sides,
    rows: &Range<usize>,
    value: fn(usize, usize, usize) -> f64,
) -> Result<bool, RunError> {
    let done = rows.start + matrix.len();
    for row in done..rows.end.min(done + sides.rows_per_step()) {
        let mut values = room(sides.side)?;
        values.extend((0..sides.side).map(|column| value(sides.side, row, column)));
        matrix.push(values);
    }
    Ok(done < rows.end)
}
