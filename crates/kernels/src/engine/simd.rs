//! Two `f64` in one value: an instruction set where there is one, an array elsewhere, so that the
//! same source is compiled, and tested, for both.
//!
//! A function that uses it names the instruction set itself
//! (`cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))`). Were it switched on for
//! the whole module, the compiler would use it for variants that are to show what goes without.

#[cfg(target_arch = "wasm32")]
mod lanes {
    use core::arch::wasm32::{
        f64x2, f64x2_add, f64x2_extract_lane, f64x2_le, f64x2_mul, f64x2_splat, f64x2_sqrt,
        f64x2_sub, i64x2, i64x2_extract_lane, i64x2_sub, v128, v128_and, v128_any_true,
    };

    /// Two numbers.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct F64x2(v128);

    /// For each of two numbers, whether something holds.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Mask(v128);

    /// Two counters.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Counts(v128);

    impl F64x2 {
        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn new(first: f64, second: f64) -> Self {
            Self(f64x2(first, second))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn splat(value: f64) -> Self {
            Self(f64x2_splat(value))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn plus(self, other: Self) -> Self {
            Self(f64x2_add(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn minus(self, other: Self) -> Self {
            Self(f64x2_sub(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn times(self, other: Self) -> Self {
            Self(f64x2_mul(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn sqrt(self) -> Self {
            Self(f64x2_sqrt(self.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn at_most(self, other: Self) -> Mask {
            Mask(f64x2_le(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn lanes(self) -> [f64; 2] {
            [
                f64x2_extract_lane::<0>(self.0),
                f64x2_extract_lane::<1>(self.0),
            ]
        }
    }

    impl Mask {
        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn new(first: bool, second: bool) -> Self {
            Self(i64x2(-i64::from(first), -i64::from(second)))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn any(self) -> bool {
            v128_any_true(self.0)
        }
    }

    impl Counts {
        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn zero() -> Self {
            Self(i64x2(0, 0))
        }

        /// Counts one more where the mask holds.
        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn more(self, mask: Mask) -> Self {
            // All bits set are minus one.
            Self(i64x2_sub(self.0, mask.0))
        }

        #[inline]
        #[target_feature(enable = "simd128")]
        pub(crate) fn lanes(self) -> [i64; 2] {
            [
                i64x2_extract_lane::<0>(self.0),
                i64x2_extract_lane::<1>(self.0),
            ]
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod lanes {
    /// Two numbers, where the processor's own instructions for two can load them in one.
    #[derive(Clone, Copy, Debug)]
    #[repr(align(16))]
    pub(crate) struct F64x2([f64; 2]);

    /// For each of two numbers, whether something holds: all bits or none.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Mask([i64; 2]);

    /// Two counters.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Counts([i64; 2]);

    impl F64x2 {
        #[inline]
        pub(crate) fn new(first: f64, second: f64) -> Self {
            Self([first, second])
        }

        #[inline]
        pub(crate) fn splat(value: f64) -> Self {
            Self([value, value])
        }

        #[inline]
        pub(crate) fn plus(self, other: Self) -> Self {
            Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        #[inline]
        pub(crate) fn minus(self, other: Self) -> Self {
            Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
        }

        #[inline]
        pub(crate) fn times(self, other: Self) -> Self {
            Self([self.0[0] * other.0[0], self.0[1] * other.0[1]])
        }

        #[inline]
        pub(crate) fn sqrt(self) -> Self {
            Self([self.0[0].sqrt(), self.0[1].sqrt()])
        }

        #[inline]
        pub(crate) fn at_most(self, other: Self) -> Mask {
            Mask::new(self.0[0] <= other.0[0], self.0[1] <= other.0[1])
        }

        #[inline]
        pub(crate) fn lanes(self) -> [f64; 2] {
            self.0
        }
    }

    impl Mask {
        #[inline]
        pub(crate) fn new(first: bool, second: bool) -> Self {
            Self([-i64::from(first), -i64::from(second)])
        }

        #[inline]
        pub(crate) fn and(self, other: Self) -> Self {
            Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
        }

        #[inline]
        pub(crate) fn any(self) -> bool {
            self.0[0] | self.0[1] != 0
        }
    }

    impl Counts {
        #[inline]
        pub(crate) fn zero() -> Self {
            Self([0, 0])
        }

        /// Counts one more where the mask holds.
        #[inline]
        pub(crate) fn more(self, mask: Mask) -> Self {
            // All bits set are minus one.
            Self([self.0[0] - mask.0[0], self.0[1] - mask.0[1]])
        }

        #[inline]
        pub(crate) fn lanes(self) -> [i64; 2] {
            self.0
        }
    }
}

pub(crate) use lanes::{Counts, F64x2, Mask};
