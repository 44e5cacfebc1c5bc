//! Percentiles of many samples in little memory.

use hdrhistogram::Histogram as Hdr;

/// The unit in which samples are counted: a millionth of a millisecond.
const NS_PER_MS: f64 = 1e6;

/// The longest sample that is told from longer ones: an hour.
const NS_MAX: u64 = 3_600_000_000_000;

/// Digits that a percentile keeps.
const DIGITS: u8 = 3;

/// Times, counted in buckets whose width is a thousandth of their value.
#[derive(Clone, Debug)]
pub struct Histogram(Hdr<u64>);

impl Histogram {
    /// Without samples.
    ///
    /// # Panics
    /// Never: the bounds are constants that the crate behind it takes.
    #[must_use]
    pub fn new() -> Self {
        Self(Hdr::new_with_bounds(1, NS_MAX, DIGITS).expect("bounds that can be had"))
    }

    /// Counts a time in milliseconds. Less than a nanosecond counts as one, more than an hour as one hour.
    pub fn record(&mut self, ms: f64) {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to what fits; what is no number counts as least"
        )]
        let ns = (ms * NS_PER_MS).round().clamp(1.0, NS_MAX as f64) as u64;
        self.0.saturating_record(ns.max(1));
    }

    /// Counts all that another one counted.
    pub fn merge(&mut self, other: &Self) {
        // Both have the same bounds, so nothing can be out of them.
        let _ = self.0.add(&other.0);
    }

    /// How many samples.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// The time that so many per cent of the samples do not exceed, in milliseconds, within a thousandth
    /// of it; `None` without samples.
    #[must_use]
    pub fn percentile_ms(&self, percent: f64) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.0.value_at_percentile(percent) as f64 / NS_PER_MS)
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Extend<f64> for Histogram {
    fn extend<T: IntoIterator<Item = f64>>(&mut self, samples: T) {
        for ms in samples {
            self.record(ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_samples_within_a_thousandth() {
        let mut histogram = Histogram::new();
        histogram.extend((1..=10_000).map(|step| f64::from(step) * 0.01));
        for (percent, expected) in [(50.0, 50.0), (99.0, 99.0), (99.9, 99.9), (100.0, 100.0)] {
            let found = histogram.percentile_ms(percent).expect("samples");
            assert!((found / expected - 1.0).abs() < 2e-3, "{percent}: {found}");
        }
        assert_eq!(histogram.count(), 10_000);
        assert_eq!(Histogram::new().percentile_ms(50.0), None);
    }

    #[test]
    fn what_does_not_fit_counts_at_the_end() {
        let mut histogram = Histogram::new();
        histogram.extend([-1.0, 0.0, f64::NAN, 1e12]);
        assert_eq!(histogram.count(), 4);
        assert!(histogram.percentile_ms(25.0).expect("samples") < 1e-5);
        let hour = histogram.percentile_ms(100.0).expect("samples");
        assert!((hour / 3_600_000.0 - 1.0).abs() < 2e-3, "{hour}");
    }

    #[test]
    fn two_histograms_make_one() {
        let (mut one, mut other) = (Histogram::new(), Histogram::new());
        one.extend([1.0, 1.0]);
        other.extend([9.0]);
        one.merge(&other);
        assert_eq!(one.count(), 3);
        let greatest = one.percentile_ms(100.0).expect("samples");
        assert!((greatest - 9.0).abs() < 0.02);
    }
}
