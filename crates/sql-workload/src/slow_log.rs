//! The last statements that took longer than they should.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::sql::shape;

/// Entries that are kept.
pub const ENTRIES_MAX: usize = 100;

/// A statement that was slow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slow {
    /// Its shape: values are masked, because they may be somebody's.
    pub shape: String,
    /// When it ended, on whoever's clock gave it, in milliseconds.
    pub at_ms: f64,
    /// How long it took.
    pub elapsed_ms: f64,
    /// How long it might have taken.
    pub threshold_ms: f64,
    /// How many rows it gave, or changed.
    pub rows: u64,
}

/// A statement that ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended<'a> {
    /// Its text.
    pub sql: &'a str,
    /// When, in milliseconds.
    pub at_ms: f64,
    /// How long it took.
    pub elapsed_ms: f64,
    /// How many rows it gave, or changed.
    pub rows: u64,
    /// How long this one may take; `None` is as long as any.
    pub threshold_ms: Option<f64>,
}

/// A threshold that no time can be compared with.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("threshold is {found} ms; give 0 or more")]
pub struct ThresholdError {
    /// What it is.
    pub found: f64,
}

/// The log.
#[derive(Clone, Debug)]
pub struct SlowLog {
    threshold_ms: f64,
    entries: VecDeque<Slow>,
    logged: u64,
}

impl SlowLog {
    /// A log of statements that take so long, or longer.
    pub fn new(threshold_ms: f64) -> Result<Self, ThresholdError> {
        Ok(Self {
            threshold_ms: checked(threshold_ms)?,
            entries: VecDeque::new(),
            logged: 0,
        })
    }

    /// Sets how long a statement may take that does not say so itself. What was logged stays.
    pub fn set_threshold(&mut self, threshold_ms: f64) -> Result<(), ThresholdError> {
        self.threshold_ms = checked(threshold_ms)?;
        Ok(())
    }

    /// Looks at a statement, and says whether it is logged. The oldest entry goes when there are too many.
    pub fn record(&mut self, ended: Ended<'_>) -> Result<bool, ThresholdError> {
        let threshold_ms = checked(ended.threshold_ms.unwrap_or(self.threshold_ms))?;
        if ended.elapsed_ms.is_nan() || ended.elapsed_ms < threshold_ms {
            return Ok(false);
        }
        if self.entries.len() == ENTRIES_MAX {
            self.entries.pop_front();
        }
        self.logged += 1;
        self.entries.push_back(Slow {
            shape: shape(ended.sql),
            at_ms: ended.at_ms,
            elapsed_ms: ended.elapsed_ms,
            threshold_ms,
            rows: ended.rows,
        });
        Ok(true)
    }

    /// The last entries, the newest first.
    pub fn entries(&self) -> impl Iterator<Item = &Slow> {
        self.entries.iter().rev()
    }

    /// How many were logged, those included that are not kept any more.
    #[must_use]
    pub const fn logged(&self) -> u64 {
        self.logged
    }
}

fn checked(threshold_ms: f64) -> Result<f64, ThresholdError> {
    if threshold_ms >= 0.0 {
        Ok(threshold_ms)
    } else {
        Err(ThresholdError {
            found: threshold_ms,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(at_ms: f64, elapsed_ms: f64, threshold_ms: Option<f64>) -> Ended<'static> {
        Ended {
            sql: "SELECT * FROM users WHERE email = 'ada@example.com'",
            at_ms,
            elapsed_ms,
            rows: 1,
            threshold_ms,
        }
    }

    #[test]
    fn what_is_slow_is_logged_without_its_values() {
        let mut log = SlowLog::new(100.0).expect("a threshold");
        let mut record =
            |elapsed_ms, threshold_ms| log.record(ended(1.0, elapsed_ms, threshold_ms));
        assert_eq!(record(99.9, None), Ok(false));
        assert_eq!(record(100.0, None), Ok(true));
        assert_eq!(record(100.0, Some(200.0)), Ok(false));
        assert_eq!(record(5.0, Some(2.0)), Ok(true));
        assert_eq!(record(f64::NAN, None), Ok(false));
        let entries: Vec<_> = log.entries().collect();
        assert_eq!(entries[0].shape, "SELECT * FROM users WHERE email = ?");
        assert!((entries[0].threshold_ms - 2.0).abs() < f64::EPSILON);
        assert_eq!(log.logged(), 2);
        log.set_threshold(1.0).expect("a threshold");
        assert_eq!(log.record(ended(1.0, 2.0, None)), Ok(true));
    }

    #[test]
    fn the_last_hundred_are_kept() {
        let mut log = SlowLog::new(0.0).expect("a threshold");
        for number in 0..250 {
            assert_eq!(log.record(ended(f64::from(number), 1.0, None)), Ok(true));
        }
        let times: Vec<_> = log.entries().map(|slow| slow.at_ms).collect();
        assert_eq!((times.len(), log.logged()), (ENTRIES_MAX, 250));
        assert!(
            (times[0] - 249.0).abs() < f64::EPSILON && (times[99] - 150.0).abs() < f64::EPSILON
        );
    }

    #[test]
    fn a_threshold_is_a_time() {
        for found in [-1.0, f64::NAN] {
            assert!(SlowLog::new(found).is_err());
        }
        let mut log = SlowLog::new(0.0).expect("a threshold");
        let error = log.record(ended(1.0, 1.0, Some(-2.0))).expect_err("none");
        assert_eq!(error.to_string(), "threshold is -2 ms; give 0 or more");
    }
}
