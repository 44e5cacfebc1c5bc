//! Medians of samples that are independent of one another, with their intervals, and percentiles.
//!
//! Times are skewed and have outliers, so nothing here averages.

use serde::Serialize;

/// How sure an interval is to hold the true median, where there are samples enough.
pub const COVERAGE: f64 = 0.95;

/// The fewest samples whose range holds the true median with that certainty.
pub const INTERVAL_SAMPLES_MIN: usize = 6;

/// A median, and where the true one is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Median {
    /// The median of the samples.
    pub median: f64,
    /// The interval's lower end, which is one of the samples.
    pub low: f64,
    /// Its upper end, another.
    pub high: f64,
    /// How likely such an interval holds the true median, whatever the distribution. Below [`COVERAGE`]
    /// the ends are the least and the greatest sample, because there are too few.
    pub coverage: f64,
    /// How many samples.
    pub count: usize,
}

impl Median {
    /// `None` without samples.
    #[must_use]
    pub fn of(samples: &[f64]) -> Option<Self> {
        let sorted = sorted(samples);
        let (rank, coverage) = rank(sorted.len());
        Some(Self {
            median: middle(&sorted)?,
            low: *sorted.get(rank - 1)?,
            high: *sorted.get(sorted.len() - rank)?,
            coverage,
            count: sorted.len(),
        })
    }

    /// Of the quotients of samples that were taken in the same round, so that what slowed the
    /// machine down slowed both. `None` where one of them is no positive time: a timer that shows none
    /// tells nothing of how many times as long another takes.
    #[must_use]
    pub fn of_ratios(above: &[f64], below: &[f64]) -> Option<Self> {
        let ratios = ratios(above, below);
        let is_ratio = |ratio: &f64| *ratio > 0.0 && ratio.is_finite();
        ratios.iter().all(is_ratio).then(|| Self::of(&ratios))?
    }

    /// The ends, where they hold the true median with [`COVERAGE`].
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        (self.coverage >= COVERAGE).then_some((self.low, self.high))
    }

    /// How far the interval's farther end is from the median, as a share of the median: 0.05 for
    /// ± 5 %. `None` where there is no interval, or nothing positive to have a share of.
    #[must_use]
    pub fn uncertainty(&self) -> Option<f64> {
        let (low, high) = self.interval().filter(|_| self.median > 0.0)?;
        Some((high - self.median).max(self.median - low) / self.median)
    }
}

/// The quotients, round by round.
#[must_use]
pub fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(a, b)| a / b).collect()
}

/// The median, or `None` without samples.
#[must_use]
pub fn median(samples: &[f64]) -> Option<f64> {
    middle(&sorted(samples))
}

/// The least sample that is not below so large a part of them (nearest rank), or `None` without
/// samples.
#[must_use]
pub fn percentile(samples: &[f64], percent: u32) -> Option<f64> {
    let sorted = sorted(samples);
    let rank = (sorted.len() * percent as usize).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

fn sorted(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn middle(sorted: &[f64]) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    Some(f64::midpoint(sorted[last / 2], sorted[last.div_ceil(2)]))
}

/// The rank, counted from one, of the order statistic that is the lower end of the interval of a
/// median, and the interval's coverage: the narrowest one of at least [`COVERAGE`], else the widest.
///
/// The true median is below the sample of rank k if fewer than k of n samples are below it, which is
/// as likely as fewer than k heads of n coins (Conover, Practical Nonparametric Statistics, 3.2).
fn rank(samples: usize) -> (usize, f64) {
    if samples > EXACT_MAX {
        return large_rank(samples);
    }
    let mut term = 0.5_f64.powi(i32::try_from(samples).unwrap_or(i32::MAX));
    let mut below = term;
    let mut best = (1, 1.0 - 2.0 * below);
    for heads in 1..=samples / 2 {
        term *= (samples - heads + 1) as f64 / heads as f64;
        below += term;
        let coverage = 1.0 - 2.0 * below;
        if coverage < COVERAGE {
            break;
        }
        best = (heads + 1, coverage);
    }
    best
}

/// Above so many samples the first term of the sum is too small for a number.
const EXACT_MAX: usize = 1_000;

/// The same by the normal approximation of the binomial distribution, rounded to the safe side.
fn large_rank(samples: usize) -> (usize, f64) {
    let samples = samples as f64;
    let rank = f64::midpoint(samples, -1.96 * samples.sqrt()).floor();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank of more than a thousand samples is a positive whole number"
    )]
    let rank = rank as usize;
    (rank, COVERAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let samples: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(percentile(&samples, 95), Some(190.0));
        assert_eq!(percentile(&samples, 50), Some(100.0));
        assert_eq!(percentile(&samples, 0), Some(1.0));
        assert_eq!(percentile(&samples, 100), Some(200.0));
        assert_eq!(percentile(&[7.0], 95), Some(7.0));
        assert_eq!(percentile(&[], 95), None);
    }

    #[test]
    fn ranks_are_those_of_the_tables() {
        // Nine samples: the second and the eighth, 1 − 2 · (1 + 9) / 512.
        let (of, coverage) = rank(9);
        assert!(of == 2 && near(coverage, 1.0 - 20.0 / 512.0));
        // Six are the fewest for 95 %: the first and the last, 1 − 2 / 64.
        let (of, coverage) = rank(6);
        assert!(of == 1 && near(coverage, 1.0 - 2.0 / 64.0));
        assert_eq!(rank(20).0, 6);
        assert_eq!(rank(100).0, 40);
        // Both ways to compute it meet.
        assert!(rank(1_000).0.abs_diff(rank(1_001).0) <= 1);
        assert_eq!(rank(10_000).0, 4_902);
    }

    #[test]
    fn too_few_samples_give_their_extremes_and_say_how_little_that_is() {
        let estimate = Median::of(&[5.0, 1.0, 3.0]).expect("three samples");
        assert_eq!(
            (estimate.low, estimate.median, estimate.high),
            (1.0, 3.0, 5.0)
        );
        assert!(near(estimate.coverage, 0.75));
        assert_eq!(Median::of(&[]), None);
        let one = Median::of(&[2.0]).expect("one sample");
        assert!(near(one.coverage, 0.0));
    }

    #[test]
    fn uncertainty_is_the_farther_end_as_a_share_of_the_median() {
        let of = |samples: &[f64]| Median::of(samples).and_then(|median| median.uncertainty());
        let found = of(&[9.0, 10.0, 10.0, 10.0, 10.0, 12.0]).expect("six samples");
        assert!(near(found, 0.2), "{found}");
        let found = of(&[7.0, 10.0, 10.0, 10.0, 10.0, 12.0]).expect("six samples");
        assert!(near(found, 0.3), "{found}");
        assert_eq!(of(&[9.0, 10.0, 10.0, 10.0, 12.0]), None);
        assert_eq!(of(&[0.0; 8]), None);
    }

    #[test]
    fn intervals_hold_the_true_median_as_often_as_they_say() {
        let mut random = crate::Random::of(3);
        let (mut held, runs) = (0_u32, 4_000);
        for _ in 0..runs {
            // Nine of 0..1000 in a random order, of which the median is 499.5.
            let draw = random.shuffled((0..1_000).map(f64::from));
            let estimate = Median::of(&draw[..9]).expect("nine samples");
            held += u32::from(estimate.low <= 499.5 && 499.5 <= estimate.high);
        }
        let share = f64::from(held) / f64::from(runs);
        assert!((0.95..0.98).contains(&share), "{share}");
    }

    #[test]
    fn ratios_pair_the_samples_of_a_round() {
        // The machine was half as fast in the second round, and the ratio does not see it.
        let estimate = Median::of_ratios(&[2.0, 4.0], &[1.0, 2.0]).expect("two rounds");
        assert!(near(estimate.median, 2.0) && near(estimate.low, 2.0) && near(estimate.high, 2.0));
        assert_eq!(ratios(&[3.0], &[2.0, 9.0]), [1.5]);
    }

    #[test]
    fn of_what_the_timer_did_not_see_there_is_no_ratio() {
        for (above, below) in [
            ([0.0, 1.0], [0.0, 1.0]),
            ([1.0, 1.0], [0.0, 1.0]),
            ([0.0, 1.0], [1.0, 1.0]),
            ([-1.0, 1.0], [1.0, 1.0]),
            ([f64::INFINITY, 1.0], [1.0, 1.0]),
        ] {
            assert_eq!(Median::of_ratios(&above, &below), None);
        }
    }
}
