//! What the dashboard is asked: from when on a statement is slow, and what the cache may hold.

use std::ops::RangeInclusive;

use sql_workload::result_cache::{ENTRIES, Limits, TTL_MS};

use super::Thresholds;
use crate::labs::form::{self, FieldError, FieldName, Fields, Problem, Problems};

/// From when on statements may be slow, in milliseconds.
pub(crate) const THRESHOLD_MS: RangeInclusive<f64> = 0.0..=60_000.0;

/// After how many reads somebody writes.
pub(crate) const READS_PER_WRITE: RangeInclusive<u64> = 0..=1_000;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Milliseconds.
    Threshold,
    /// Milliseconds, for the reader's own statements; empty where those have no other.
    OwnThreshold,
    /// Milliseconds for which a result is kept.
    TimeToLive,
    /// Results that are kept.
    Entries,
    /// After how many reads somebody writes.
    ReadsPerWrite,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Threshold,
        Self::OwnThreshold,
        Self::TimeToLive,
        Self::Entries,
        Self::ReadsPerWrite,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Threshold => "slow-threshold",
            Self::OwnThreshold => "slow-threshold-own",
            Self::TimeToLive => "cache-ttl",
            Self::Entries => "cache-entries",
            Self::ReadsPerWrite => "cache-reads-per-write",
        }
    }
}

/// What the cache's experiment needs to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CacheOrder {
    /// What the cache may hold.
    pub limits: Limits,
    /// After how many reads somebody writes; 0 is never.
    pub reads_per_write: u64,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        Self(Fields::new(|field| {
            match field {
                // Ten to a hundred times what a read by its key takes here.
                Field::Threshold => "0.1",
                Field::OwnThreshold => "",
                Field::TimeToLive => "1000",
                // Half of what is read: some have to go.
                Field::Entries => "50",
                Field::ReadsPerWrite => "200",
            }
            .to_owned()
        }))
    }
}

impl Form {
    /// A field's text.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
    }

    /// From when on statements are slow, or all that is wrong with that.
    pub(crate) fn thresholds(&self) -> Result<Thresholds, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let read = |field| form::decimal(self.get(field), &THRESHOLD_MS);
        let all_ms = problems.keep(Field::Threshold, read(Field::Threshold));
        let own_ms = if self.get(Field::OwnThreshold).trim().is_empty() {
            Some(None)
        } else {
            let own = read(Field::OwnThreshold).map(Some);
            problems.keep(Field::OwnThreshold, own)
        };
        let both = all_ms.zip(own_ms);
        problems.or_else(both.map(|(all_ms, own_ms)| Thresholds { all_ms, own_ms }))
    }

    /// What the cache may hold, or all that is wrong with that.
    pub(crate) fn cache(&self) -> Result<CacheOrder, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let ttl_ms = form::decimal(self.get(Field::TimeToLive), &TTL_MS);
        let ttl_ms = problems.keep(Field::TimeToLive, ttl_ms);
        let entries = problems.keep(Field::Entries, self.entries());
        let writes = form::whole(self.get(Field::ReadsPerWrite), &READS_PER_WRITE);
        let writes = problems.keep(Field::ReadsPerWrite, writes);
        let all = ttl_ms.zip(entries).zip(writes);
        problems.or_else(
            all.map(|((ttl_ms, entries_max), reads_per_write)| CacheOrder {
                limits: Limits {
                    ttl_ms,
                    entries_max,
                },
                reads_per_write,
            }),
        )
    }

    fn entries(&self) -> Result<usize, FieldError> {
        let range = *ENTRIES.start() as u64..=*ENTRIES.end() as u64;
        let found = form::whole(self.get(Field::Entries), &range)?;
        // It is in range, so that it is one on every machine.
        Ok(usize::try_from(found).unwrap_or(*ENTRIES.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_threshold_of_ones_own_is_none() {
        let mut form = Form::default();
        let found = form.thresholds().expect("right");
        assert!((found.all_ms - 0.1).abs() < f64::EPSILON && found.own_ms.is_none());
        form.set(Field::OwnThreshold, "2,5");
        let found = form.thresholds().expect("right");
        assert_eq!(found.own_ms, Some(2.5));
        let order = form.cache().expect("right");
        assert_eq!((order.limits.entries_max, order.reads_per_write), (50, 200));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut form = Form::default();
        for field in Field::ALL {
            form.set(*field, "-1");
        }
        let wrong = |problems: Vec<Problem<Field>>| -> Vec<Field> {
            problems.iter().map(|problem| problem.at).collect()
        };
        let thresholds = form.thresholds().expect_err("both are wrong");
        assert_eq!(wrong(thresholds), Field::ALL[..2]);
        let cache = form.cache().expect_err("all are wrong");
        assert_eq!(wrong(cache), Field::ALL[2..]);
    }
}
