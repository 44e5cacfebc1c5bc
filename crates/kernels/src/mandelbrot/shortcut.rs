//! The squares of a step are those that the next one needs; and the points of the two largest
//! regions of the set are known beforehand.

use std::ops::Range;

use crate::mandelbrot::rows::Counted;
use crate::mandelbrot::{STEPS_MAX, point};

pub(crate) fn row(side: u32, y: u32, columns: Range<u32>, output: &mut [u8]) -> Counted {
    let mut counted = Counted::default();
    for (x, output) in columns.zip(output.chunks_exact_mut(2)) {
        let (c_re, c_im) = point(side, x, y);
        if never_escapes(c_re, c_im) {
            counted.put(STEPS_MAX, output);
        } else {
            let steps = steps(c_re, c_im);
            counted.taken += u64::from(steps);
            counted.put(steps, output);
        }
    }
    counted
}

/// The same steps as by the definition, rounded alike, with three products each in place of six.
#[inline]
pub(crate) fn steps(c_re: f64, c_im: f64) -> u16 {
    let (mut re, mut im) = (0.0_f64, 0.0_f64);
    let (mut re_squared, mut im_squared) = (0.0, 0.0);
    let mut steps = 0;
    while steps < STEPS_MAX && re_squared + im_squared <= 4.0 {
        im = 2.0 * re * im + c_im;
        re = re_squared - im_squared + c_re;
        re_squared = re * re;
        im_squared = im * im;
        steps += 1;
    }
    steps
}

/// Whether a point lies in the main cardioid, whose orbits end in one point, or in the disc to its
/// left, whose orbits end in two (Devaney, “An Introduction to Chaotic Dynamical Systems”).
///
/// Rounding may take in points that lie outside by a unit in the last place; those would take far
/// more than [`STEPS_MAX`] steps to escape.
#[inline]
pub(crate) fn never_escapes(re: f64, im: f64) -> bool {
    let im_squared = im * im;
    let from_cusp = re - 0.25;
    let q = from_cusp * from_cusp + im_squared;
    q * (q + from_cusp) <= 0.25 * im_squared || (re + 1.0) * (re + 1.0) + im_squared <= 0.0625
}
