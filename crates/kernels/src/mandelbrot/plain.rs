//! The definition, with complex numbers as pairs.

use std::ops::Range;

use crate::mandelbrot::rows::Counted;
use crate::mandelbrot::{STEPS_MAX, point};

pub(crate) fn row(side: u32, y: u32, columns: Range<u32>, output: &mut [u8]) -> Counted {
    let mut counted = Counted::default();
    for (x, output) in columns.zip(output.chunks_exact_mut(2)) {
        let (c_re, c_im) = point(side, x, y);
        let (mut re, mut im) = (0.0, 0.0);
        let mut steps = 0;
        while steps < STEPS_MAX && re * re + im * im <= 4.0 {
            (re, im) = (re * re - im * im + c_re, 2.0 * re * im + c_im);
            steps += 1;
        }
        counted.put(steps, output);
    }
    counted.taken = counted.steps;
    counted
}
