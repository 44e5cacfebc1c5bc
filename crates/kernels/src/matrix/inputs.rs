//! The matrices that are multiplied, and the vector that the product is told by.

use std::ops::Range;

use crate::engine::hash::hash;
use crate::engine::memory::{index, more_room, narrow, room};
use crate::message::RunError;

/// The series that *A*, *B* and *r* are taken from.
const SEEDS: [u32; 3] = [1, 2, 3];

/// Values that are made in a step of preparation.
const VALUES_PER_STEP: usize = 250_000;

/// An entry of *A*, from −1 up to 1.
pub(crate) fn a(side: usize, row: usize, column: usize) -> f64 {
    value(SEEDS[0], side, row, column)
}

/// An entry of *B*, from −1 up to 1.
pub(crate) fn b(side: usize, row: usize, column: usize) -> f64 {
    value(SEEDS[1], side, row, column)
}

/// An entry of *r*: one or minus one.
pub(crate) fn sign(column: usize) -> f64 {
    if hash(SEEDS[2], narrow(column as u64)) & 1 == 0 {
        1.0
    } else {
        -1.0
    }
}

fn value(seed: u32, side: usize, row: usize, column: usize) -> f64 {
    f64::from(hash(seed, narrow((row * side + column) as u64))) / 2_147_483_648.0 - 1.0
}

/// What every variant needs beside the matrices.
pub(crate) struct Sides {
    pub(crate) side: usize,
    /// The rows of *A*, and so of the product, that are asked for.
    pub(crate) rows: Range<usize>,
    signs: Vec<f64>,
}

impl Sides {
    pub(crate) fn new(size: u64, rows: Range<u64>) -> Result<Self, RunError> {
        let columns = index(size);
        let mut signs = room(columns)?;
        signs.extend((0..columns).map(sign));
        Ok(Self {
            side: columns,
            rows: index(rows.start)..index(rows.end),
            signs,
        })
    }

    /// A row of the product, told as one figure.
    pub(crate) fn fingerprint(&self, row: &[f64]) -> f64 {
        row.iter()
            .zip(&self.signs)
            .fold(0.0, |sum, (value, sign)| sum + value * sign)
    }

    /// How many rows are made in a step of preparation.
    pub(crate) fn rows_per_step(&self) -> usize {
        (VALUES_PER_STEP / self.side).max(1)
    }
}

/// Appends rows to a matrix whose rows lie one behind the other; `false` if it has all of them.
pub(crate) fn grow_flat(
    flat: &mut Vec<f64>,
    sides: &Sides,
    rows: &Range<usize>,
    value: fn(usize, usize, usize) -> f64,
) -> Result<bool, RunError> {
    let done = rows.start + flat.len() / sides.side;
    if done >= rows.end {
        return Ok(false);
    }
    if flat.capacity() == 0 {
        more_room(flat, rows.len().saturating_mul(sides.side))?;
    }
    for row in done..rows.end.min(done + sides.rows_per_step()) {
        flat.extend((0..sides.side).map(|column| value(sides.side, row, column)));
    }
    Ok(true)
}
