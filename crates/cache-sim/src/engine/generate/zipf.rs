//! Zipf's law, with the same draws on every machine.
//!
//! `powf`, `ln` and `exp` come from whatever mathematical library a target has, and differ in their last bits. What is
//! used here is made of additions, multiplications and divisions alone, which IEEE 754 rounds in one way.

use std::f64::consts::{LN_2, SQRT_2};

use sampling::Random;

/// Draws ranks in constant time (Walker's alias method, with Vose's way to build its table: M. D. Vose, “A linear
/// algorithm for generating random numbers with a given distribution”, IEEE Transactions on Software Engineering 17(9),
/// 1991).
pub(super) struct Zipf {
    /// With which probability a rank stays that was drawn among all.
    stays: Vec<f64>,
    /// What it becomes if it does not.
    becomes: Vec<u32>,
}

impl Zipf {
    /// Ranks from zero, `objects` of them.
    pub(super) fn new(alpha: f64, objects: u32) -> Self {
        let mut weights: Vec<f64> = (1..=objects).map(|rank| power(rank, alpha)).collect();
        // The smallest first, so that they are not lost beside the largest.
        let sum = weights.iter().rev().fold(0.0, |sum, weight| sum + weight);
        let scale = f64::from(objects) / sum;
        for weight in &mut weights {
            *weight *= scale;
        }
        Self::of_mean_one(weights, objects)
    }

    fn of_mean_one(mut weights: Vec<f64>, objects: u32) -> Self {
        let mut becomes: Vec<u32> = (0..objects).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            (0..objects).partition(|rank| weights[*rank as usize] < 1.0);
        while let Some(more) = large.last().copied()
            && let Some(less) = small.pop()
        {
            // What is missing to one is taken from a rank that has more.
            becomes[less as usize] = more;
            weights[more as usize] -= 1.0 - weights[less as usize];
            if weights[more as usize] < 1.0 {
                large.pop();
                small.push(more);
            }
        }
        // Were it not for rounding, these would be one.
        for rank in small.into_iter().chain(large) {
            weights[rank as usize] = 1.0;
        }
        Self {
            stays: weights,
            becomes,
        }
    }

    pub(super) fn draw(&self, random: &mut Random) -> usize {
        let rank = random.below(self.stays.len());
        if random.unit() < self.stays[rank] {
            rank
        } else {
            self.becomes[rank] as usize
        }
    }
}

/// A rank, which is at least one, to the power of −`alpha`.
fn power(rank: u32, alpha: f64) -> f64 {
    exp(-alpha * ln(f64::from(rank)))
}

/// Terms of the series for [`ln`]: the next one is below 2⁻⁵⁵ of the sum.
const LN_TERMS: u32 = 11;

/// The natural logarithm of a number that is at least one.
fn ln(number: f64) -> f64 {
    let bits = number.to_bits();
    // Without a sign, the eleven bits above the fraction are the exponent, 1023 for one.
    let mut exponent = f64::from(u32::try_from(bits >> 52).unwrap_or_default()) - 1023.0;
    let mut fraction = f64::from_bits(bits & !(0x7ff << 52) | 1023 << 52);
    if fraction > SQRT_2 {
        fraction /= 2.0;
        exponent += 1.0;
    }
    // ln((1 + s) / (1 - s)) = 2 (s + s³/3 + s⁵/5 + …)
    let s = (fraction - 1.0) / (fraction + 1.0);
    let square = s * s;
    let term = |sum, term| sum * square + 1.0 / f64::from(2 * term + 1);
    let series = (0..LN_TERMS).rev().fold(0.0, term);
    exponent * LN_2 + 2.0 * s * series
}

/// Terms of the series for [`exp`]: the next one is below 2⁻⁵⁵ of the sum.
const EXP_TERMS: u32 = 15;

/// The exponential of a number from −700 to 0.
fn exp(number: f64) -> f64 {
    let halvings = (-number / LN_2).round();
    let rest = number + halvings * LN_2;
    // 1 + r (1 + r/2 (1 + r/3 (…)))
    let term = |sum, term| 1.0 + rest / f64::from(term) * sum;
    let series = (1..EXP_TERMS).rev().fold(1.0, term);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 1010"
    )]
    let exponent = 1023 - halvings as u64;
    series * f64::from_bits(exponent << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_the_library() {
        for rank in (1..1_000)
            .chain((1_000..10_000_000).step_by(9_973))
            .chain([10_000_000])
        {
            for alpha in [0.0, 0.3, 0.85, 1.0, 1.7, 4.0] {
                let (ours, theirs) = (power(rank, alpha), f64::from(rank).powf(-alpha));
                assert!(
                    (ours / theirs - 1.0).abs() < 1e-13,
                    "{rank} to the power of -{alpha} is {ours}, not {theirs}"
                );
            }
        }
    }

    #[test]
    fn a_table_gives_each_rank_its_share() {
        for (alpha, objects) in [(0.0, 7), (1.0, 1), (0.7, 100), (1.0, 1_000), (4.0, 50)] {
            let zipf = Zipf::new(alpha, objects);
            let count = objects as usize;
            let mut shares = vec![0.0; count];
            for rank in 0..count {
                let stays = zipf.stays[rank];
                assert!((0.0..=1.0).contains(&stays), "{stays}");
                shares[rank] += stays / count as f64;
                shares[zipf.becomes[rank] as usize] += (1.0 - stays) / count as f64;
            }
            let sum: f64 = (1..=objects).map(|rank| f64::from(rank).powf(-alpha)).sum();
            for (rank, share) in (1..=objects).zip(shares) {
                let expected = f64::from(rank).powf(-alpha) / sum;
                assert!(
                    (share - expected).abs() < 1e-12,
                    "{alpha} {rank}: {share} {expected}"
                );
            }
        }
    }

    #[test]
    fn a_table_of_a_million_is_whole() {
        let zipf = Zipf::new(0.9, 1_000_000);
        let mut random = Random::of(1);
        assert!((0..1_000).all(|_| zipf.draw(&mut random) < 1_000_000));
        assert!(zipf.stays.iter().all(|stays| (0.0..=1.0).contains(stays)));
    }
}
