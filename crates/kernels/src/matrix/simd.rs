//! Two columns in one instruction, and four rows by four columns of the product in registers: each
//! value that is read from memory is used four times.
//!
//! *B* lies in panels of four columns, each from its first row to its last, so that the inner loop
//! reads it in one go (as in Goto and van de Geijn, “Anatomy of High-Performance Matrix
//! Multiplication”, 2008, without its blocks for the caches).

use std::array;
use std::ops::Range;

use crate::engine::memory::{filled, index, more_room, room};
use crate::engine::parts::{Parts, Piece};
use crate::engine::simd::F64x2;
use crate::matrix;
use crate::matrix::inputs::{self, Sides, grow_flat};
use crate::message::{Outcome, RunError};

/// Rows and columns of a tile.
const TILE: usize = 4;

/// Four columns' values of one row.
type Four = [F64x2; 2];

pub(crate) struct Simd {
    sides: Sides,
    /// The rows that are asked for.
    a: Vec<f64>,
    /// Panel by panel; columns behind the last are zero.
    panels: Vec<Four>,
}

impl Simd {
    pub(crate) fn new(size: u64, rows: Range<u64>) -> Result<Self, RunError> {
        Ok(Self {
            sides: Sides::new(size, rows)?,
            a: Vec::new(),
            panels: Vec::new(),
        })
    }

    /// Some rows of the product, at most [`TILE`], one behind the other.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn rows<const ROWS: usize>(&self, first: usize, c: &mut [f64]) {
        let side = self.sides.side;
        let a: [&[f64]; ROWS] = array::from_fn(|row| {
            let start = (first - self.sides.rows.start + row) * side;
            &self.a[start..start + side]
        });
        for (panel, left) in self.panels.chunks_exact(side).zip((0..side).step_by(TILE)) {
            let sums = tile(&a, panel);
            for (sums, c) in sums.iter().zip(c.chunks_exact_mut(side)) {
                let sums = [sums[0].lanes(), sums[1].lanes()];
                for (c, &sum) in c[left..].iter_mut().zip(sums.as_flattened()) {
                    *c = sum;
                }
            }
        }
    }
}

impl Parts for Simd {
    type Figures = Vec<f64>;
    /// As many rows of the product as a tile has.
    type Scratch = Vec<f64>;

    /// Products of two numbers.
    const UNITS_PER_STEP: u64 = 4_000_000;

    const TILE: u64 = TILE as u64;

    fn units(&self) -> u64 {
        (self.sides.side * self.sides.side) as u64
    }

    fn prepare(&mut self) -> Result<bool, RunError> {
        let Self { sides, a, panels } = self;
        Ok(grow_flat(a, sides, &sides.rows, inputs::a)? || grow_panels(panels, sides)?)
    }

    fn scratch(&self) -> Result<Vec<f64>, RunError> {
        filled(TILE * self.sides.side, 0.0)
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
        let (mut row, end) = (index(piece.parts.start), index(piece.parts.end));
        while row < end {
            let rows = TILE.min(end - row);
            match rows {
                4 => self.rows::<4>(row, c),
                3 => self.rows::<3>(row, c),
                2 => self.rows::<2>(row, c),
                _ => self.rows::<1>(row, c),
            }
            for c in c.chunks_exact(self.sides.side).take(rows) {
                fingerprint.push(self.sides.fingerprint(c));
            }
            row += rows;
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(fingerprint: Vec<f64>) -> Outcome {
        Outcome::Matrix(matrix::Outcome { fingerprint })
    }
}

/// Each sum takes its terms in the order of the other variants, so it rounds as theirs do.
#[inline]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn tile<const ROWS: usize>(a: &[&[f64]; ROWS], panel: &[Four]) -> [Four; ROWS] {
    let mut sums = [[F64x2::splat(0.0); 2]; ROWS];
    let a: [&[f64]; ROWS] = array::from_fn(|row| &a[row][..panel.len()]);
    for (k, b) in panel.iter().enumerate() {
        for (sums, a) in sums.iter_mut().zip(&a) {
            let a = F64x2::splat(a[k]);
            sums[0] = sums[0].plus(a.times(b[0]));
            sums[1] = sums[1].plus(a.times(b[1]));
        }
    }
    sums
}

/// Appends panels; `false` if there are all of them.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn grow_panels(panels: &mut Vec<Four>, sides: &Sides) -> Result<bool, RunError> {
    let side = sides.side;
    let (done, all) = (panels.len() / side, side.div_ceil(TILE));
    if done >= all {
        return Ok(false);
    }
    if panels.capacity() == 0 {
        more_room(panels, all.saturating_mul(side))?;
    }
    for panel in done..all.min(done + sides.rows_per_step().div_ceil(TILE)) {
        for row in 0..side {
            let [w, x, y, z] = array::from_fn(|column| {
                let column = panel * TILE + column;
                if column < side {
                    inputs::b(side, row, column)
                } else {
                    0.0
                }
            });
            panels.push([F64x2::new(w, x), F64x2::new(y, z)]);
        }
    }
    Ok(true)
}
