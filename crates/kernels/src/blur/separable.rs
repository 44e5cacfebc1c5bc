//! Sums of three along each row first, then of three of these sums down each column: four additions
//! a byte in place of eight, and no question about the picture's edge within a loop.

use crate::blur;
use crate::blur::picture::{Picture, sum};
use crate::engine::memory::{filled, index};
use crate::engine::parts::{Parts, Piece};
use crate::message::{Outcome, RunError};

pub(crate) struct Separable(pub(crate) Picture);

/// The sums along three rows, the row *y* at *y* modulo 3, and a row of zeros for those that do not
/// exist. Nine bytes sum up to 2295.
pub(crate) struct Sums {
    rows: [Vec<u16>; 3],
    zeros: Vec<u16>,
}

impl Parts for Separable {
    type Figures = u64;
    type Scratch = Sums;

    /// Bytes.
    const UNITS_PER_STEP: u64 = 300_000;

    fn units(&self) -> u64 {
        self.0.row_bytes() as u64
    }

    fn scratch(&self) -> Result<Sums, RunError> {
        let row = || filled(self.0.row_bytes(), 0);
        Ok(Sums {
            rows: [row()?, row()?, row()?],
            zeros: row()?,
        })
    }

    fn figures(&self, _: u64) -> Result<u64, RunError> {
        Ok(0)
    }

    fn compute(
        &self,
        piece: &Piece,
        Sums { rows, zeros }: &mut Sums,
        figures: &mut u64,
        output: &mut [u8],
    ) -> u64 {
        let picture = &self.0;
        let (start, end) = (index(piece.parts.start), index(piece.parts.end));
        let mut next = start.saturating_sub(1);
        for (y, output) in (start..end).zip(output.chunks_exact_mut(picture.row_bytes())) {
            while next < (y + 2).min(picture.height) {
                along(picture.row(next), picture.channels, &mut rows[next % 3]);
                next += 1;
            }
            let above = if y > 0 { &rows[(y - 1) % 3] } else { &*zeros };
            let below = if y + 1 < picture.height {
                &rows[(y + 1) % 3]
            } else {
                &*zeros
            };
            let count = 1 + u16::from(y > 0) + u16::from(y + 1 < picture.height);
            down([above, &rows[y % 3], below], count, picture, output);
            *figures += sum(output);
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(sum: u64) -> Outcome {
        Outcome::Blur(blur::Outcome { sum })
    }
}

/// For each byte of a row, the sum of those of its channel in the pixels beside it and in its own.
fn along(row: &[u8], channels: usize, sums: &mut [u16]) {
    let len = row.len();
    for ((sum, &here), &right) in sums.iter_mut().zip(row).zip(&row[channels..]) {
        *sum = u16::from(here) + u16::from(right);
    }
    for (sum, &here) in sums[len - channels..]
        .iter_mut()
        .zip(&row[len - channels..])
    {
        *sum = u16::from(here);
    }
    for (sum, &left) in sums[channels..].iter_mut().zip(row) {
        *sum += u16::from(left);
    }
}

/// The means of a row, from the sums along it, above it and below it, of which `count` exist.
fn down(sums: [&[u16]; 3], count: u16, picture: &Picture, output: &mut [u8]) {
    let (channels, width) = (picture.channels, picture.width);
    let [above, here, below] = sums.map(|row| &row[..output.len()]);
    let mut edge = |column: usize| {
        let count = count * if width == 1 { 1 } else { 2 };
        for at in column * channels..(column + 1) * channels {
            output[at] = mean(above[at] + here[at] + below[at], count);
        }
    };
    edge(0);
    edge(width - 1);
    if width > 2 {
        let inner = channels..output.len() - channels;
        let sums = sums.map(|row| &row[inner.clone()]);
        let output = &mut output[inner];
        // A division by a constant is a multiplication.
        match count {
            3 => means::<9>(sums, output),
            2 => means::<6>(sums, output),
            _ => means::<3>(sums, output),
        }
    }
}

fn means<const COUNT: u16>([above, here, below]: [&[u16]; 3], output: &mut [u8]) {
    for (((output, above), here), below) in output.iter_mut().zip(above).zip(here).zip(below) {
        *output = mean(above + here + below, COUNT);
    }
}

/// Rounded half up; a mean of bytes is a byte.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "at most 255")]
fn mean(sum: u16, count: u16) -> u8 {
    ((sum + count / 2) / count) as u8
}
