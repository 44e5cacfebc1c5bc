//! What statements took, by shape: what `pg_stat_statements` is to `PostgreSQL`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sql::shape;

/// Shapes that are told apart; all later ones are counted together.
pub const SHAPES_MAX: usize = 200;

/// Shapes that [`Statistics::top`] is usually asked for.
pub const TOP: usize = 10;

/// Under which the shapes are counted that came when there were [`SHAPES_MAX`].
pub const OTHERS: &str = "…";

const NS_PER_MS: f64 = 1e6;

/// One execution of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// How many rows it gave, or changed.
    pub rows: u64,
    /// Whether it failed.
    pub failed: bool,
}

/// Statistics of all shapes.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    shapes: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    calls: u64,
    total_ms: f64,
    min_ms: f64,
    max_ms: f64,
    rows: u64,
    errors: u64,
    times: Buckets,
}

/// What the calls of a shape took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The shape, or [`OTHERS`].
    pub shape: String,
    /// How many calls.
    pub calls: u64,
    /// Milliseconds of all of them.
    pub total_ms: f64,
    /// Milliseconds of one on average.
    pub mean_ms: f64,
    /// Of the shortest.
    pub min_ms: f64,
    /// Of the longest.
    pub max_ms: f64,
    /// What 95 of 100 calls do not exceed, within a thirtieth of it.
    pub p95_ms: f64,
    /// What 99 of 100 calls do not exceed, within a thirtieth of it.
    pub p99_ms: f64,
    /// Rows of all calls.
    pub rows: u64,
    /// How many calls failed; they are among the calls.
    pub errors: u64,
}

impl Statistics {
    /// Counts a call of a statement, in whatever text.
    pub fn record(&mut self, sql: &str, call: Call) {
        self.record_shape(&shape(sql), call);
    }

    /// Counts a call of a statement whose [`shape`] is known, as it is of one that was prepared once and is
    /// executed often.
    pub fn record_shape(&mut self, shape: &str, call: Call) {
        if let Some(entry) = self.shapes.get_mut(shape) {
            entry.add(call);
            return;
        }
        let is_told_apart = self.shapes.len() < SHAPES_MAX;
        let key = if is_told_apart { shape } else { OTHERS };
        self.shapes.entry(key.to_owned()).or_default().add(call);
    }

    /// How many shapes are told apart, [`OTHERS`] included.
    #[must_use]
    pub fn shapes(&self) -> usize {
        self.shapes.len()
    }

    /// The shapes that took the most time in all, the greatest first.
    #[must_use]
    pub fn top(&self, count: usize) -> Vec<Summary> {
        let mut summaries: Vec<Summary> = self
            .shapes
            .iter()
            .map(|(shape, entry)| entry.summary(shape))
            .collect();
        summaries.sort_by(|one, other| other.total_ms.total_cmp(&one.total_ms));
        summaries.truncate(count);
        summaries
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.shapes.clear();
    }
}

impl Entry {
    fn add(&mut self, call: Call) {
        // What is no time counts as none, so that sums stay numbers.
        let ms = if call.elapsed_ms.is_finite() {
            call.elapsed_ms.max(0.0)
        } else {
            0.0
        };
        self.min_ms = if self.calls == 0 {
            ms
        } else {
            self.min_ms.min(ms)
        };
        self.max_ms = self.max_ms.max(ms);
        self.calls += 1;
        self.total_ms += ms;
        self.rows += call.rows;
        self.errors += u64::from(call.failed);
        self.times.add(ms);
    }

    fn summary(&self, shape: &str) -> Summary {
        let percentile = |percent| {
            self.times
                .percentile_ms(percent)
                .clamp(self.min_ms, self.max_ms)
        };
        Summary {
            shape: shape.to_owned(),
            calls: self.calls,
            total_ms: self.total_ms,
            mean_ms: self.total_ms / self.calls.max(1) as f64,
            min_ms: self.min_ms,
            max_ms: self.max_ms,
            p95_ms: percentile(95),
            p99_ms: percentile(99),
            rows: self.rows,
            errors: self.errors,
        }
    }
}

/// A histogram whose buckets are a thirty-second of a power of two wide, so that a percentile is right within
/// a thirtieth. Only buckets that are not empty take memory: `sampling::histogram`, which is finer, would
/// take a quarter of a megabyte for each shape.
#[derive(Clone, Debug, Default)]
struct Buckets {
    counts: BTreeMap<u64, u64>,
    count: u64,
}

impl Buckets {
    /// The bits of a double that are left out: all of its 52 of the fraction but five.
    const SHIFT: u32 = 52 - 5;

    fn add(&mut self, ms: f64) {
        let ns = (ms * NS_PER_MS).max(1.0);
        // Positive doubles are ordered as their bits are.
        *self.counts.entry(ns.to_bits() >> Self::SHIFT).or_default() += 1;
        self.count += 1;
    }

    /// The upper end of the bucket in which that many per cent are reached.
    fn percentile_ms(&self, percent: u64) -> f64 {
        let wanted = (self.count * percent).div_ceil(100);
        let mut seen = 0;
        for (bucket, count) in &self.counts {
            seen += count;
            if seen >= wanted {
                return f64::from_bits((bucket + 1) << Self::SHIFT) / NS_PER_MS;
            }
        }
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn call(elapsed_ms: f64) -> Call {
        Call {
            elapsed_ms,
            rows: 2,
            failed: false,
        }
    }

    #[test]
    fn calls_of_one_shape_are_counted_together() {
        let mut statistics = Statistics::default();
        for step in 1..=1_000 {
            let sql = format!("SELECT * FROM books WHERE id = {step}");
            statistics.record(&sql, call(f64::from(step) / 10.0));
        }
        let failed = Call {
            failed: true,
            ..call(1_000_000.0)
        };
        statistics.record("DELETE FROM books", failed);
        let [delete, select] = &statistics.top(TOP)[..] else {
            panic!("two shapes");
        };
        assert_eq!((delete.calls, delete.errors), (1, 1));
        assert!((delete.p99_ms - 1_000_000.0).abs() < 1e-9);
        assert_eq!(select.shape, "SELECT * FROM books WHERE id = ?");
        assert_eq!(
            (select.calls, select.rows, select.errors),
            (1_000, 2_000, 0)
        );
        assert!((select.mean_ms - 50.05).abs() < 1e-9);
        assert!((select.min_ms - 0.1).abs() < 1e-9 && (select.max_ms - 100.0).abs() < 1e-9);
        assert!((95.0..98.1).contains(&select.p95_ms), "{}", select.p95_ms);
        assert!((99.0..=100.0).contains(&select.p99_ms), "{}", select.p99_ms);
        assert_eq!(statistics.top(1).len(), 1);
        statistics.clear();
        assert_eq!(statistics.top(TOP), []);
    }

    #[test]
    fn shapes_are_bounded_and_nothing_is_lost() {
        let mut statistics = Statistics::default();
        for table in 0..1_000 {
            statistics.record(&format!("SELECT * FROM t{table}"), call(1.0));
        }
        assert_eq!(statistics.shapes(), SHAPES_MAX + 1);
        let top = statistics.top(TOP);
        assert_eq!(top.len(), TOP);
        assert_eq!((top[0].shape.as_str(), top[0].calls), (OTHERS, 800));
    }

    #[test]
    fn what_is_no_time_is_none() {
        let mut statistics = Statistics::default();
        for ms in [f64::NAN, -1.0, f64::INFINITY] {
            statistics.record("BEGIN", call(ms));
        }
        let top = statistics.top(1);
        assert!(top[0].total_ms.abs() < f64::EPSILON && top[0].p99_ms.abs() < f64::EPSILON);
    }

    proptest! {
        #[test]
        fn a_percentile_is_right_within_a_thirtieth(
            times in prop::collection::vec(0.0001..10_000.0, 1..200),
        ) {
            let mut statistics = Statistics::default();
            for ms in &times {
                statistics.record("BEGIN", call(*ms));
            }
            let mut sorted = times.clone();
            sorted.sort_by(f64::total_cmp);
            let top = statistics.top(1);
            for (percent, found) in [(95, top[0].p95_ms), (99, top[0].p99_ms)] {
                let exact = sorted[(times.len() * percent).div_ceil(100) - 1];
                prop_assert!(found >= exact * (1.0 - 1e-9), "{found} of {exact}");
                prop_assert!(found <= exact * (1.0 + 1.0 / 30.0), "{found} of {exact}");
            }
        }
    }
}
