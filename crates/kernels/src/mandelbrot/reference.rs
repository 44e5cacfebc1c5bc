//! The steps of single points, with complex numbers as a type.

use crate::mandelbrot::STEPS_MAX;

/// A complex number.
#[derive(Clone, Copy)]
pub(crate) struct Complex {
    pub(crate) re: f64,
    pub(crate) im: f64,
}

impl Complex {
    fn square(self) -> Self {
        let cross = self.re * self.im;
        Self {
            re: self.re * self.re - self.im * self.im,
            im: cross + cross,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            re: self.re + other.re,
            im: self.im + other.im,
        }
    }

    fn is_near(self) -> bool {
        self.re * self.re + self.im * self.im <= 4.0
    }
}

/// How many steps it takes from zero until the orbit is farther away than two, or [`STEPS_MAX`].
pub(crate) fn steps(c: Complex) -> u16 {
    let orbit = std::iter::successors(Some(Complex { re: 0.0, im: 0.0 }), |z| {
        Some(z.square().plus(c))
    });
    let near = orbit
        .take(usize::from(STEPS_MAX))
        .take_while(|z| z.is_near())
        .count();
    u16::try_from(near).unwrap_or(STEPS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_orbits_on_paper() {
        // Of 2: 0, 2, 6. Of −2: 0, −2, 2, 2, … Of 3: 0, 3. Of i: 0, i, −1 + i, −i, −1 + i, …
        for ((re, im), expected) in [
            ((2.0, 0.0), 2),
            ((-2.0, 0.0), STEPS_MAX),
            ((3.0, 0.0), 1),
            ((0.0, 1.0), STEPS_MAX),
            ((0.0, 0.0), STEPS_MAX),
        ] {
            assert_eq!(steps(Complex { re, im }), expected, "{re} + {im} i");
        }
    }
}
