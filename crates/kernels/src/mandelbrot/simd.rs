//! The shortcut variant's steps for four points at once: two to an instruction, and two instructions
//! of a kind that need not wait for one another.

use std::ops::Range;

use crate::engine::simd::{Counts, F64x2, Mask};
use crate::mandelbrot::rows::Counted;
use crate::mandelbrot::shortcut::{never_escapes, steps};
use crate::mandelbrot::{STEPS_MAX, point};

/// Points that are computed together.
const POINTS: usize = 4;

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn row(side: u32, y: u32, columns: Range<u32>, output: &mut [u8]) -> Counted {
    let mut counted = Counted::default();
    let mut fours = output.chunks_exact_mut(POINTS * 2);
    let mut x = columns.start;
    for output in &mut fours {
        let points = [0, 1, 2, 3].map(|right| point(side, x + right, y));
        let known = points.map(|(re, im)| never_escapes(re, im));
        let (found, taken) = four(points, known);
        counted.taken += taken;
        for ((known, found), output) in known.iter().zip(found).zip(output.chunks_exact_mut(2)) {
            counted.put(if *known { STEPS_MAX } else { found }, output);
        }
        x += 4;
    }
    for (x, output) in (x..columns.end).zip(fours.into_remainder().chunks_exact_mut(2)) {
        let (re, im) = point(side, x, y);
        let steps = if never_escapes(re, im) {
            STEPS_MAX
        } else {
            steps(re, im)
        };
        counted.taken += u64::from(steps);
        counted.put(steps, output);
    }
    counted
}

/// The steps of each point that is not known beforehand, and those that were done for all of them
/// together.
#[inline]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn four(points: [(f64, f64); POINTS], known: [bool; POINTS]) -> ([u16; POINTS], u64) {
    let mut first = Orbits::new([points[0], points[1]], [known[0], known[1]]);
    let mut second = Orbits::new([points[2], points[3]], [known[2], known[3]]);
    let mut taken = 0;
    // Both have to look, so none may be left out: `|`, not `||`.
    while taken < STEPS_MAX && (first.look() | second.look()) {
        first.step();
        second.step();
        taken += 1;
    }
    let ([a, b], [c, d]) = (first.steps.lanes(), second.steps.lanes());
    let steps = [a, b, c, d].map(|steps| u16::try_from(steps).unwrap_or(STEPS_MAX));
    (steps, u64::from(taken))
}

/// Two points on their ways.
struct Orbits {
    c_re: F64x2,
    c_im: F64x2,
    re: F64x2,
    im: F64x2,
    re_squared: F64x2,
    im_squared: F64x2,
    /// Which of them have not escaped.
    on: Mask,
    steps: Counts,
}

impl Orbits {
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn new([(re0, im0), (re1, im1)]: [(f64, f64); 2], known: [bool; 2]) -> Self {
        let zero = F64x2::splat(0.0);
        Self {
            c_re: F64x2::new(re0, re1),
            c_im: F64x2::new(im0, im1),
            re: zero,
            im: zero,
            re_squared: zero,
            im_squared: zero,
            on: Mask::new(!known[0], !known[1]),
            steps: Counts::zero(),
        }
    }

    /// Whether a point has not escaped yet. Who has does not come back, whatever becomes of its
    /// numbers: they may go on to infinity and to what is no number.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn look(&mut self) -> bool {
        let near = self
            .re_squared
            .plus(self.im_squared)
            .at_most(F64x2::splat(4.0));
        self.on = self.on.and(near);
        self.on.any()
    }

    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn step(&mut self) {
        self.im = F64x2::splat(2.0)
            .times(self.re)
            .times(self.im)
            .plus(self.c_im);
        self.re = self.re_squared.minus(self.im_squared).plus(self.c_re);
        self.re_squared = self.re.times(self.re);
        self.im_squared = self.im.times(self.im);
        self.steps = self.steps.more(self.on);
    }
}
