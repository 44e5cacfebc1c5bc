//! What was executed, in figures: statistics by shape, and the statements that were slow.

pub(crate) mod cache;
pub(crate) mod form;

use std::collections::VecDeque;

use serde::Serialize;
use sql_workload::session::Execution;
use sql_workload::slow_log::{self, Ended, Slow, SlowLog, ThresholdError};
use sql_workload::sql::shape;
use sql_workload::statistics::{Call, SHAPES_MAX, Statistics, Summary, TOP};
use sql_workload::{Cost, Trace};

use crate::ui::csv;

/// Commands whose calls can be looked through for slow ones, as many as the lab keeps.
const BATCHES_MAX: usize = 200;

const US_PER_MS: f64 = 1e3;

/// One statement as it was executed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct One {
    /// Index into [`Batch::shapes`].
    shape: usize,
    /// When it ended.
    at_ms: f64,
    call: Call,
}

/// The statements of one command.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Batch {
    /// Counted from zero, over all commands.
    number: u64,
    /// Whether the reader wrote them.
    is_own: bool,
    /// Each once, without values.
    shapes: Vec<String>,
    /// In the order in which they were executed.
    calls: Vec<One>,
}

impl Batch {
    /// Of a pattern's run that ended then.
    pub(crate) fn of_trace(number: u64, ended_ms: f64, trace: &Trace) -> Self {
        let calls = trace.statements.iter().map(|one| (one.shape, &one.cost));
        Self {
            number,
            is_own: false,
            shapes: trace.shapes.iter().map(|text| shape(text)).collect(),
            calls: timed(calls, ended_ms),
        }
    }

    /// Of the reader's own statements.
    pub(crate) fn of_own(number: u64, ended_ms: f64, sql: &str, execution: &Execution) -> Self {
        let mut shapes: Vec<String> = Vec::new();
        let places: Vec<usize> = execution
            .statements
            .iter()
            .map(|statement| {
                let text = sql.get(statement.start as usize..statement.end as usize);
                let text = shape(text.unwrap_or(sql));
                let known = shapes.iter().position(|other| *other == text);
                known.unwrap_or_else(|| {
                    shapes.push(text);
                    shapes.len() - 1
                })
            })
            .collect();
        let statements = execution.statements.iter();
        let calls = statements
            .zip(places)
            .map(|(one, place)| (place, &one.cost));
        let calls = timed(calls, ended_ms);
        Self {
            number,
            is_own: true,
            shapes,
            calls,
        }
    }

    /// Of statements of the reader's that failed: they count as one call, as nobody says which of them failed.
    pub(crate) fn of_failed(number: u64, ended_ms: f64, sql: &str, elapsed_ms: f64) -> Self {
        let call = Call {
            elapsed_ms,
            rows: 0,
            failed: true,
        };
        Self {
            number,
            is_own: true,
            shapes: vec![shape(sql)],
            calls: vec![One {
                shape: 0,
                at_ms: ended_ms,
                call,
            }],
        }
    }

    fn shape(&self, one: &One) -> &str {
        self.shapes.get(one.shape).map_or("", String::as_str)
    }
}

/// The calls of a command that ended then: each before those that follow it.
fn timed<'a>(
    calls: impl DoubleEndedIterator<Item = (usize, &'a Cost)>,
    mut ended_ms: f64,
) -> Vec<One> {
    let mut timed: Vec<One> = calls
        .rev()
        .map(|(shape, cost)| {
            let at_ms = ended_ms;
            let elapsed_ms = cost.total_us() / US_PER_MS;
            ended_ms -= elapsed_ms;
            let call = Call {
                elapsed_ms,
                rows: cost.rows + cost.changes,
                failed: false,
            };
            One { shape, at_ms, call }
        })
        .collect();
    timed.reverse();
    timed
}

/// How long a statement may take before it is slow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Thresholds {
    /// Milliseconds, for each that has none of its own.
    pub all_ms: f64,
    /// Milliseconds, for the reader's own statements.
    pub own_ms: Option<f64>,
}

/// The slow statements of the last commands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SlowStatements {
    /// How many there were.
    pub found: u64,
    /// The last of them, the newest first.
    pub last: Vec<Slow>,
}

/// All that was executed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dashboard {
    statistics: Statistics,
    batches: VecDeque<Batch>,
    calls: u64,
    total_ms: f64,
    /// The first command that has not been counted.
    next: u64,
}

impl Dashboard {
    /// Whether a command has not been counted.
    pub(crate) fn wants(&self, number: u64) -> bool {
        number >= self.next
    }

    /// Counts a command, once.
    pub(crate) fn take(&mut self, batch: Batch) {
        if !self.wants(batch.number) {
            return;
        }
        self.next = batch.number + 1;
        for one in &batch.calls {
            self.statistics.record_shape(batch.shape(one), one.call);
            self.calls += 1;
            self.total_ms += one.call.elapsed_ms;
        }
        self.batches.push_back(batch);
        if self.batches.len() > BATCHES_MAX {
            self.batches.pop_front();
        }
    }

    /// Forgets everything; what was counted is not counted again.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            next: self.next,
            ..Self::default()
        };
    }

    /// How many calls there were.
    pub(crate) const fn calls(&self) -> u64 {
        self.calls
    }

    /// How many milliseconds all of them took.
    pub(crate) const fn total_ms(&self) -> f64 {
        self.total_ms
    }

    /// How many shapes they have.
    pub(crate) fn shapes(&self) -> usize {
        self.statistics.shapes()
    }

    /// The shapes that took the most time.
    pub(crate) fn top(&self) -> Vec<Summary> {
        self.statistics.top(TOP)
    }

    /// The calls of the last commands that took too long. The log itself only sees those that it will keep.
    pub(crate) fn slow(&self, thresholds: Thresholds) -> Result<SlowStatements, ThresholdError> {
        let mut log = SlowLog::new(thresholds.all_ms)?;
        let mut found = 0;
        let mut last: Vec<(&Batch, &One)> = Vec::new();
        for batch in self.batches.iter().rev() {
            let threshold_ms = own_threshold(batch, thresholds).unwrap_or(thresholds.all_ms);
            for one in batch.calls.iter().rev() {
                if one.call.elapsed_ms < threshold_ms {
                    continue;
                }
                found += 1;
                if last.len() < slow_log::ENTRIES_MAX {
                    last.push((batch, one));
                }
            }
        }
        for (batch, one) in last.into_iter().rev() {
            log.record(Ended {
                sql: batch.shape(one),
                at_ms: one.at_ms,
                elapsed_ms: one.call.elapsed_ms,
                rows: one.call.rows,
                threshold_ms: own_threshold(batch, thresholds),
            })?;
        }
        let last = log.entries().cloned().collect();
        Ok(SlowStatements { found, last })
    }

    /// For a file.
    pub(crate) fn report(&self, thresholds: Thresholds) -> Result<Report, ThresholdError> {
        Ok(Report {
            schema: SCHEMA,
            statements: self.statistics.top(SHAPES_MAX + 1),
            slow: self.slow(thresholds)?,
        })
    }

    /// The statistics of all shapes as a table.
    pub(crate) fn csv(&self) -> String {
        let all = self.statistics.top(SHAPES_MAX + 1);
        let rows = all.iter().map(|one| {
            csv::record(&[
                one.shape.clone(),
                one.calls.to_string(),
                one.total_ms.to_string(),
                one.mean_ms.to_string(),
                one.min_ms.to_string(),
                one.max_ms.to_string(),
                one.p95_ms.to_string(),
                one.p99_ms.to_string(),
                one.rows.to_string(),
                one.errors.to_string(),
            ])
        });
        let rows: Vec<String> = rows.collect();
        csv::record(&CSV_HEAD) + &rows.concat()
    }
}

const fn own_threshold(batch: &Batch, thresholds: Thresholds) -> Option<f64> {
    if batch.is_own {
        thresholds.own_ms
    } else {
        None
    }
}

/// The form of [`Report`].
const SCHEMA: u32 = 1;

const CSV_HEAD: [&str; 10] = [
    "statement",
    "calls",
    "total_ms",
    "mean_ms",
    "min_ms",
    "max_ms",
    "p95_ms",
    "p99_ms",
    "rows",
    "errors",
];

/// What a reader takes along.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    schema: u32,
    statements: Vec<Summary>,
    slow: SlowStatements,
}

#[cfg(test)]
mod tests;
