//! Whether memory grows: the slope of a straight line through its readings, by least squares.

use std::collections::VecDeque;
use std::fmt;

/// Readings that are looked at: with one every 30 s, the last quarter of an hour.
const READINGS_MAX: usize = 30;

/// Fewer readings than this show no trend.
const READINGS_MIN: usize = 6;

/// A rise over all readings by less than this share of their mean is no growth.
const SHARE_MIN: f64 = 0.05;

/// Nor is one by less than this, in bytes: allocators breathe.
const BYTES_MIN: f64 = 1_048_576.0;

/// The last readings of a process's memory.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    /// Milliseconds, and bytes.
    readings: VecDeque<(u64, u64)>,
}

/// What the readings show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// There are not enough of them.
    Unknown,
    /// No rise that matters.
    Steady,
    /// A rise.
    Growing {
        /// How much, if it goes on like that.
        bytes_per_hour: f64,
    },
}

impl fmt::Display for Verdict {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => to.write_str("too early to tell"),
            Self::Steady => to.write_str("steady"),
            Self::Growing { bytes_per_hour } => {
                write!(
                    to,
                    "growing by {:.1} MiB an hour",
                    bytes_per_hour / 1_048_576.0
                )
            }
        }
    }
}

impl Growth {
    /// Takes in a reading.
    pub fn add(&mut self, now_ms: u64, bytes: u64) -> Verdict {
        if self.readings.len() == READINGS_MAX {
            self.readings.pop_front();
        }
        self.readings.push_back((now_ms, bytes));
        self.verdict()
    }

    fn verdict(&self) -> Verdict {
        let (Some(first), Some(last)) = (self.readings.front(), self.readings.back()) else {
            return Verdict::Unknown;
        };
        let span_ms = last.0.saturating_sub(first.0) as f64;
        if self.readings.len() < READINGS_MIN || span_ms <= 0.0 {
            return Verdict::Unknown;
        }
        let count = self.readings.len() as f64;
        let points = || {
            self.readings
                .iter()
                .map(|&(at_ms, bytes)| (at_ms.saturating_sub(first.0) as f64, bytes as f64))
        };
        let mean_ms = points().map(|(ms, _)| ms).sum::<f64>() / count;
        let mean_bytes = points().map(|(_, bytes)| bytes).sum::<f64>() / count;
        let together: f64 = points()
            .map(|(ms, bytes)| (ms - mean_ms) * (bytes - mean_bytes))
            .sum();
        let spread: f64 = points().map(|(ms, _)| (ms - mean_ms).powi(2)).sum();
        let bytes_per_ms = together / spread;
        let rise = bytes_per_ms * span_ms;
        if rise > BYTES_MIN.max(SHARE_MIN * mean_bytes) {
            Verdict::Growing {
                bytes_per_hour: bytes_per_ms * 3_600_000.0,
            }
        } else {
            Verdict::Steady
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1_048_576;

    fn verdict(readings: impl IntoIterator<Item = u64>) -> Verdict {
        let mut growth = Growth::default();
        let mut last = Verdict::Unknown;
        for (at_ms, bytes) in (0..).step_by(30_000).zip(readings) {
            last = growth.add(at_ms, bytes);
        }
        last
    }

    #[test]
    fn a_few_readings_say_nothing() {
        assert_eq!(verdict([0, 100 * MIB, 900 * MIB]), Verdict::Unknown);
    }

    #[test]
    fn going_up_and_down_is_no_growth() {
        let breathing = (0..30).map(|at| 50 * MIB + at % 3 * MIB);
        assert_eq!(verdict(breathing), Verdict::Steady);
        assert_eq!(verdict((0..30).rev().map(|at| at * MIB)), Verdict::Steady);
    }

    #[test]
    fn a_leak_is_told_with_its_size() {
        let Verdict::Growing { bytes_per_hour } = verdict((0..30).map(|at| (50 + at) * MIB)) else {
            panic!("it grows");
        };
        // A mebibyte every half a minute.
        let expected = 120.0 * MIB as f64;
        assert!((bytes_per_hour - expected).abs() < 1e-6 * expected);
    }

    #[test]
    fn a_rise_of_long_ago_is_forgotten() {
        let risen = (0..10).map(|at| at * 10 * MIB);
        let then_steady = (0..30).map(|_| 100 * MIB);
        assert_eq!(verdict(risen.chain(then_steady)), Verdict::Steady);
    }
}
