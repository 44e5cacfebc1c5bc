//! The definition: for each byte, look at the nine places around it, and leave out those that are
//! not in the picture.

use crate::blur;
use crate::blur::picture::{Picture, sum};
use crate::engine::memory::index;
use crate::engine::parts::{Parts, Piece};
use crate::message::{Outcome, RunError};

pub(crate) struct Plain(pub(crate) Picture);

impl Parts for Plain {
    type Figures = u64;
    type Scratch = ();

    /// Bytes.
    const UNITS_PER_STEP: u64 = 60_000;

    fn units(&self) -> u64 {
        self.0.row_bytes() as u64
    }

    fn scratch(&self) -> Result<(), RunError> {
        Ok(())
    }

    fn figures(&self, _: u64) -> Result<u64, RunError> {
        Ok(0)
    }

    fn compute(&self, piece: &Piece, (): &mut (), figures: &mut u64, output: &mut [u8]) -> u64 {
        let rows = index(piece.parts.start)..index(piece.parts.end);
        for (y, output) in rows.zip(output.chunks_exact_mut(self.0.row_bytes())) {
            blur(&self.0, y, output);
            *figures += sum(output);
        }
        (piece.parts.end - piece.parts.start) * self.units()
    }

    fn outcome(sum: u64) -> Outcome {
        Outcome::Blur(blur::Outcome { sum })
    }
}

fn blur(picture: &Picture, y: usize, output: &mut [u8]) {
    const AROUND: [isize; 3] = [-1, 0, 1];
    for x in 0..picture.width {
        for channel in 0..picture.channels {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for down in AROUND {
                for right in AROUND {
                    let (y, x) = (y.wrapping_add_signed(down), x.wrapping_add_signed(right));
                    // What lies before the first is, wrapped, behind the last.
                    if y < picture.height && x < picture.width {
                        sum += u32::from(picture.row(y)[x * picture.channels + channel]);
                        count += 1;
                    }
                }
            }
            // Half the count makes the division round; a mean of bytes is a byte.
            let mean = (sum + count / 2) / count;
            output[x * picture.channels + channel] = u8::try_from(mean).unwrap_or(u8::MAX);
        }
    }
}
