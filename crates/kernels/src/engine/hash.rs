//! Numbers that look random and are the same everywhere, without a state: each is made of its index.

/// Mixes an index; a seed gives a series of its own.
///
/// The mixing is `lowbias32` (Chris Wellons, “Prospecting for Hash Functions”, 2018). It takes only
/// what JavaScript does exactly too: exclusive or, shifts, products modulo 2³².
pub(crate) const fn hash(seed: u32, index: u32) -> u32 {
    let mut x = index.wrapping_add(seed.wrapping_mul(0x9e37_79b9));
    x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bit_leans_to_one_side() {
        const DRAWS: u32 = 1 << 16;
        for seed in 0..4 {
            for bit in 0..32 {
                let ones: u32 = (0..DRAWS).map(|index| hash(seed, index) >> bit & 1).sum();
                // Five standard deviations, each half the root of the draws.
                assert!(
                    ones.abs_diff(DRAWS / 2) < 5 * 128,
                    "seed {seed}, bit {bit}: {ones}"
                );
            }
        }
    }
}
