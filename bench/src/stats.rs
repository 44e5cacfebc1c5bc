//! Figures that sum up samples: medians, their intervals, percentiles.
//!
//! Times are skewed and have outliers, so nothing here averages.

use serde::Serialize;

/// How sure an interval is to hold the true median, where there are samples enough.
const COVERAGE: f64 = 0.95;

/// A median, and where the true one is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Estimate {
    /// The median of the samples.
    pub(crate) median: f64,
    /// The interval's lower end, which is one of the samples.
    pub(crate) low: f64,
    /// Its upper end, another.
    pub(crate) high: f64,
    /// How likely such an interval holds the true median, whatever the distribution. Below 0.95
    /// the ends are the least and the greatest sample, because there are too few.
    pub(crate) coverage: f64,
}

impl Estimate {
    /// `None` without samples.
    pub(crate) fn of(samples: &[f64]) -> Option<Self> {
        let sorted = sorted(samples);
        let (rank, coverage) = median_rank(sorted.len());
        Some(Self {
            median: middle(&sorted)?,
            low: *sorted.get(rank - 1)?,
            high: *sorted.get(sorted.len() - rank)?,
            coverage,
        })
    }

    /// Of the quotients of samples that were taken in the same round, so that what slowed the
    /// machine down slowed both.
    pub(crate) fn of_ratios(above: &[f64], below: &[f64]) -> Option<Self> {
        Self::of(&ratios(above, below))
    }
}

/// The quotients, round by round.
pub(crate) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(a, b)| a / b).collect()
}

/// The median, or `None` without samples.
pub(crate) fn median(samples: &[f64]) -> Option<f64> {
    middle(&sorted(samples))
}

/// The least sample that is not below so large a part of them (nearest rank), or `None` without
/// samples.
pub(crate) fn percentile(samples: &[f64], percent: u32) -> Option<f64> {
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
fn median_rank(samples: usize) -> (usize, f64) {
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
        let (rank, coverage) = median_rank(9);
        assert!(rank == 2 && near(coverage, 1.0 - 20.0 / 512.0));
        // Six are the fewest for 95 %: the first and the last, 1 − 2 / 64.
        let (rank, coverage) = median_rank(6);
        assert!(rank == 1 && near(coverage, 1.0 - 2.0 / 64.0));
        assert_eq!(median_rank(20).0, 6);
        assert_eq!(median_rank(100).0, 40);
    }

    #[test]
    fn too_few_samples_give_their_extremes_and_say_how_little_that_is() {
        let estimate = Estimate::of(&[5.0, 1.0, 3.0]).expect("three samples");
        assert_eq!(
            (estimate.low, estimate.median, estimate.high),
            (1.0, 3.0, 5.0)
        );
        assert!(near(estimate.coverage, 0.75));
        assert_eq!(Estimate::of(&[]), None);
        let one = Estimate::of(&[2.0]).expect("one sample");
        assert!(near(one.coverage, 0.0));
    }

    #[test]
    fn intervals_hold_the_true_median_as_often_as_they_say() {
        let mut random = crate::random::Random::of(3);
        let (mut held, runs) = (0_u32, 4_000);
        for _ in 0..runs {
            // Nine of 0..1000 in a random order, of which the median is 499.5.
            let draw = random.shuffled((0..1_000).map(f64::from));
            let estimate = Estimate::of(&draw[..9]).expect("nine samples");
            held += u32::from(estimate.low <= 499.5 && 499.5 <= estimate.high);
        }
        let share = f64::from(held) / f64::from(runs);
        assert!((0.95..0.98).contains(&share), "{share}");
    }

    #[test]
    fn ratios_pair_the_samples_of_a_round() {
        // The machine was half as fast in the second round, and the ratio does not see it.
        let estimate = Estimate::of_ratios(&[2.0, 4.0], &[1.0, 2.0]).expect("two rounds");
        assert!(near(estimate.median, 2.0) && near(estimate.low, 2.0) && near(estimate.high, 2.0));
        assert_eq!(ratios(&[3.0], &[2.0, 9.0]), [1.5]);
    }
}
