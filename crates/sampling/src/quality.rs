//! What may be wrong with samples.

use serde::Serialize;

use crate::median::median;

/// A sample further from the median than this many times the median distance is an outlier (hyperfine
/// takes the same bound: ten times the standard deviation that the median distance stands for).
pub const OUTLIER_DISTANCE: f64 = 14.826;

/// A correlation between one sample and the next from which on it is worth a word.
pub const CORRELATION_MAX: f64 = 0.3;

/// How many samples are outliers. None where the median distance is zero: most samples are equal then,
/// and any other would be one.
#[must_use]
pub fn outliers(samples: &[f64]) -> usize {
    let Some((middle, distance)) = middle_and_distance(samples) else {
        return 0;
    };
    let is_outlier = |sample: &&f64| (*sample - middle).abs() > OUTLIER_DISTANCE * distance;
    samples.iter().filter(is_outlier).count()
}

fn middle_and_distance(samples: &[f64]) -> Option<(f64, f64)> {
    let middle = median(samples)?;
    let distances: Vec<f64> = samples
        .iter()
        .map(|sample| (sample - middle).abs())
        .collect();
    let distance = median(&distances)?;
    (distance > 0.0).then_some((middle, distance))
}

/// Whether readings tell nothing because the clock is too coarse for them: over half of them are zero,
/// or all are the same.
#[must_use]
pub fn is_saturated(elapsed: &[f64]) -> bool {
    let zeros = elapsed.iter().filter(|elapsed| **elapsed <= 0.0).count();
    let first = elapsed.first().copied().unwrap_or_default();
    let no_spread = elapsed
        .iter()
        .all(|elapsed| (elapsed - first).abs() <= f64::EPSILON * first.abs());
    elapsed.len() > 1 && (2 * zeros > elapsed.len() || no_spread)
}

/// How much a sample tells of the next one, from −1 to 1, over rows of samples that follow one another;
/// each row is compared with its own median. `None` for too few, or where nothing varies.
///
/// The coefficient is that of ranks around the median, +1 or −1, so that outliers do not make it.
#[must_use]
pub fn autocorrelation<'a>(rows: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    const PAIRS_MIN: usize = 20;
    let (mut sum, mut pairs) = (0.0, 0_usize);
    for row in rows {
        let middle = median(row)?;
        let side = |sample: f64| (sample - middle).partial_cmp(&0.0).map_or(0.0, sign);
        for pair in row.windows(2) {
            sum += side(pair[0]) * side(pair[1]);
            pairs += 1;
        }
    }
    (pairs >= PAIRS_MIN).then(|| sum / pairs as f64)
}

const fn sign(ordering: std::cmp::Ordering) -> f64 {
    match ordering {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => 1.0,
    }
}

/// What there is to say against the samples of one candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quality {
    /// How many samples counted.
    pub samples: usize,
    /// How many of them were outliers. They count: the median does not mind them.
    pub outliers: usize,
    /// Whether the clock was too coarse for them.
    pub saturated: bool,
    /// Whether samples were shorter than [`crate::batch::STEPS_PER_SAMPLE`] steps and could not be longer.
    pub short: bool,
    /// In how many blocks the warm-up ended before it had settled.
    pub unsettled: usize,
    /// How much a sample told of the next one of its block, where that is known.
    pub autocorrelation: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    #[test]
    fn outliers_are_far_from_the_median_and_the_rest_is_not() {
        let mut samples = vec![10.0, 10.1, 9.9, 10.2, 9.8, 10.1, 9.9];
        assert_eq!(outliers(&samples), 0);
        samples.push(30.0);
        assert_eq!(outliers(&samples), 1);
        assert_eq!(outliers(&[5.0, 5.0, 5.0, 9.0]), 0);
        assert_eq!(outliers(&[]), 0);
    }

    #[test]
    fn a_clock_that_shows_nothing_or_always_the_same_is_saturated() {
        assert!(is_saturated(&[0.0, 0.0, 0.0, 1.0, 1.0]));
        assert!(is_saturated(&[1.0, 1.0, 1.0]));
        assert!(!is_saturated(&[0.0, 0.0, 1.0, 1.0, 1.0]));
        assert!(!is_saturated(&[1.0, 1.1, 1.0]));
        assert!(!is_saturated(&[1.0]));
    }

    #[test]
    fn samples_that_follow_one_another_are_told_from_those_that_do_not() {
        let mut random = Random::of(5);
        let mut row = |carry: f64| {
            let mut last = 0.0;
            let samples: Vec<f64> = (0..2_000)
                .map(|_| {
                    last = carry * last + random.normal();
                    last
                })
                .collect();
            samples
        };
        let (free, bound) = (row(0.0), row(0.7));
        let of = |row: &[f64]| autocorrelation([row]).expect("samples");
        assert!(of(&free).abs() < 0.1, "{}", of(&free));
        assert!(of(&bound) > CORRELATION_MAX, "{}", of(&bound));
        assert_eq!(autocorrelation([&free[..5]]), None);
    }
}
