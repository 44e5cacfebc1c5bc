//! The four sums of the unrolled variant as two pairs, with two roots in one instruction.

use crate::engine::simd::F64x2;

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn block(behind: u32, last: u32) -> f64 {
    let (mut ab, mut cd) = (F64x2::splat(0.0), F64x2::splat(0.0));
    // Whole numbers of this size are exact, so counting needs no conversion from integers.
    let start = f64::from(behind);
    let mut low = F64x2::new(start + 1.0, start + 2.0);
    let mut high = F64x2::new(start + 3.0, start + 4.0);
    let four = F64x2::splat(4.0);
    for _ in 0..(last - behind) / 4 {
        ab = ab.plus(low.sqrt());
        cd = cd.plus(high.sqrt());
        low = low.plus(four);
        high = high.plus(four);
    }
    let ([a, b], [c, d]) = (ab.lanes(), cd.lanes());
    let mut sum = (a + b) + (c + d);
    for number in last - (last - behind) % 4 + 1..=last {
        sum += f64::from(number).sqrt();
    }
    sum
}
