//! Executes statements, and keeps what each took.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Row, Statement, StatementStatus, params_from_iter};

use super::EngineError;
use crate::trace::{Cost, Trace};

/// Of an answer so many rows are timed one by one, and then one in so many: two looks at the clock for each
/// row would take as long as the rows.
const TIMED_ROWS: u64 = 16;

/// Of a statement that is executed again and again, so many executions have their rows timed, and then one in so many.
/// Behind those that a trace lists one by one, the same goes for whole executions. In a browser a look at the clock takes
/// up to a tenth of a short statement.
const TIMED_EXECUTIONS: u64 = 16;

/// Bytes of a value besides its text or blob: see [`crate::trace`].
const TAG_BYTES: u64 = 1;
const NUMBER_BYTES: u64 = 8;
const LENGTH_BYTES: u64 = 4;

const US_PER_MS: f64 = 1e3;

/// What SQLite counts for each statement, until it is told to begin anew.
const COUNTERS: [StatementStatus; 4] = [
    StatementStatus::VmStep,
    StatementStatus::FullscanStep,
    StatementStatus::Sort,
    StatementStatus::AutoIndex,
];

/// A statement, and the shape under which a trace lists it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// With `?` for values.
    pub shape: &'a str,
    /// What is executed.
    pub sql: &'a str,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(sql: &'a str) -> Self {
        Self { shape: sql, sql }
    }
}

/// Whether a statement is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preparing {
    /// Once for each connection, which keeps it.
    Kept,
    /// Each time.
    Anew,
}

/// A statement that is prepared, and is executed as often as somebody likes.
pub struct Prepared<'c> {
    statement: Ownership<'c>,
    shape: String,
    sql_bytes: u64,
    /// What preparing took, which the first execution bears.
    prepare_us: f64,
    /// Tells it from all others.
    number: u64,
}

/// The number of the next prepared statement, whoever prepares it.
static PREPARED: AtomicU64 = AtomicU64::new(0);

/// What is known of the executions of a shape: what those took that were timed, and those of them whose rows were.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    executions: u64,
    timed: u64,
    whole_us: f64,
    whole_with_rows_us: f64,
    decode_us: f64,
}

impl Known {
    /// How long an execution takes on average.
    fn mean_us(self) -> f64 {
        if self.timed > 0 {
            self.whole_us / self.timed as f64
        } else {
            0.0
        }
    }

    /// The part of an execution's time in which its rows are decoded. A sum tells it even where the clock's step is
    /// longer than a statement.
    fn decode_share(self) -> f64 {
        if self.whole_with_rows_us > 0.0 {
            self.decode_us / self.whole_with_rows_us
        } else {
            0.0
        }
    }
}

enum Ownership<'c> {
    Kept(CachedStatement<'c>),
    Own(Statement<'c>),
}

impl<'c> Ownership<'c> {
    fn get(&mut self) -> &mut Statement<'c> {
        match self {
            Self::Kept(statement) => statement,
            Self::Own(statement) => statement,
        }
    }
}

/// Executes the statements of a run on a connection. Whoever runs it gives the clock, in milliseconds since
/// any moment, and looks on: `before` is called before each statement with what was recorded so far, and may
/// end the run. A progress handler or an interrupt of the connection may end it within a statement.
pub struct Recorder<'c, 'h> {
    connection: &'c Connection,
    clock: &'h dyn Fn() -> f64,
    before: &'h mut dyn FnMut(&Trace) -> ControlFlow<()>,
    trace: Trace,
    /// The number of the statement that was executed last, and its shape's index: to compare texts takes as long as a
    /// part of a short statement.
    last: Option<(u64, usize)>,
    /// By the shapes of the trace.
    known: Vec<Known>,
}

impl<'c, 'h> Recorder<'c, 'h> {
    /// With nothing recorded yet.
    pub fn new(
        connection: &'c Connection,
        clock: &'h dyn Fn() -> f64,
        before: &'h mut dyn FnMut(&Trace) -> ControlFlow<()>,
    ) -> Self {
        Self {
            connection,
            clock,
            before,
            trace: Trace::default(),
            last: None,
            known: Vec::new(),
        }
    }

    /// What was recorded.
    #[must_use]
    pub fn into_trace(self) -> Trace {
        self.trace
    }

    /// Prepares a statement. That is no round trip of its own: its time goes to the first execution.
    pub fn prepare<'t>(
        &self,
        text: impl Into<Text<'t>>,
        preparing: Preparing,
    ) -> Result<Prepared<'c>, EngineError> {
        let Text { shape, sql } = text.into();
        let start_ms = (self.clock)();
        let mut statement = match preparing {
            Preparing::Kept => Ownership::Kept(self.connection.prepare_cached(sql)?),
            Preparing::Anew => Ownership::Own(self.connection.prepare(sql)?),
        };
        let prepare_us = self.since_us(start_ms);
        // Where a kept one was interrupted before, that is no work of this time.
        for status in COUNTERS {
            statement.get().reset_status(status);
        }
        Ok(Prepared {
            statement,
            shape: shape.to_owned(),
            sql_bytes: sql.len() as u64,
            prepare_us,
            number: PREPARED.fetch_add(1, Ordering::Relaxed),
        })
    }

    /// Executes a prepared statement, and gives each row to `each`, which makes the program's own values of
    /// it.
    pub fn execute(
        &mut self,
        prepared: &mut Prepared<'_>,
        parameters: &[Value],
        mut each: impl FnMut(&Row<'_>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        self.look()?;
        self.perform(prepared, parameters, &mut each)
    }

    fn perform(
        &mut self,
        prepared: &mut Prepared<'_>,
        parameters: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut cost = Cost {
            parameters: parameters.len() as u64,
            request_bytes: prepared.sql_bytes
                + parameters
                    .iter()
                    .map(|value| bytes_of(value.into()))
                    .sum::<u64>(),
            prepare_us: std::mem::take(&mut prepared.prepare_us),
            ..Cost::default()
        };
        let shape = match self.last {
            Some((number, shape)) if number == prepared.number => Some(shape),
            _ => self.trace.find(&prepared.shape),
        };
        let known = shape.and_then(|shape| self.known.get(shape).copied());
        let mut known = known.unwrap_or_default();
        let statement = prepared.statement.get();
        let changes = self.connection.total_changes();
        self.step(statement, parameters, each, &mut cost, &mut known)?;
        cost.changes = self.connection.total_changes() - changes;
        let counted = |status| u64::try_from(statement.reset_status(status)).unwrap_or(0);
        let [vm_steps, full_scan_steps, sorts, automatic_index_rows] = COUNTERS.map(counted);
        cost.vm_steps = vm_steps;
        cost.full_scan_steps = full_scan_steps;
        cost.sorts = sorts;
        cost.automatic_index_rows = automatic_index_rows;
        let shape = shape.unwrap_or_else(|| self.trace.shape(&prepared.shape));
        if shape >= self.known.len() {
            self.known.resize(shape + 1, Known::default());
        }
        self.known[shape] = known;
        self.last = Some((prepared.number, shape));
        self.trace.push_as(shape, cost);
        Ok(())
    }

    /// Steps through all rows, and adds them and the time to the cost.
    fn step(
        &self,
        statement: &mut Statement<'_>,
        parameters: &[Value],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), EngineError>,
        cost: &mut Cost,
        known: &mut Known,
    ) -> Result<(), EngineError> {
        let times_rows = known.executions < TIMED_EXECUTIONS
            || known.executions.is_multiple_of(TIMED_EXECUTIONS);
        let times_whole = times_rows || self.trace.has_room();
        known.executions += 1;
        let columns = statement.column_count();
        let (mut timed, mut timed_us) = (0_u64, 0.0);
        let start_ms = if times_whole { (self.clock)() } else { 0.0 };
        let mut rows = statement.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            cost.rows += 1;
            let is_timed =
                times_rows && (cost.rows <= TIMED_ROWS || cost.rows.is_multiple_of(TIMED_ROWS));
            let row_ms = if is_timed { (self.clock)() } else { 0.0 };
            cost.answer_bytes += bytes_of_row(row, columns)?;
            each(row)?;
            if is_timed {
                timed += 1;
                timed_us += self.since_us(row_ms);
            }
        }
        drop(rows);
        let whole_us = if times_whole {
            let whole_us = self.since_us(start_ms);
            known.timed += 1;
            known.whole_us += whole_us;
            whole_us
        } else {
            known.mean_us()
        };
        if timed > 0 {
            let estimate_us = timed_us * cost.rows as f64 / timed as f64;
            cost.decode_us = estimate_us.min(whole_us);
            known.whole_with_rows_us += whole_us;
            known.decode_us += cost.decode_us;
        } else if cost.rows > 0 {
            cost.decode_us = whole_us * known.decode_share();
        }
        cost.step_us = whole_us - cost.decode_us;
        Ok(())
    }

    /// Prepares and executes a statement.
    pub fn query<'t>(
        &mut self,
        text: impl Into<Text<'t>>,
        preparing: Preparing,
        parameters: &[Value],
        mut each: impl FnMut(&Row<'_>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        // Before it is prepared, because a caller may wait here for as long as a wire would.
        self.look()?;
        let mut prepared = self.prepare(text, preparing)?;
        self.perform(&mut prepared, parameters, &mut each)
    }

    /// Executes a statement without parameters that gives no rows.
    pub fn command(&mut self, sql: &str) -> Result<(), EngineError> {
        self.query(sql, Preparing::Kept, &[], |_| Ok(()))
    }

    fn look(&mut self) -> Result<(), EngineError> {
        match (self.before)(&self.trace) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(EngineError::Interrupted),
        }
    }

    /// Clocks that do not always go forward give an empty time and not a negative one.
    fn since_us(&self, start_ms: f64) -> f64 {
        (((self.clock)() - start_ms) * US_PER_MS).max(0.0)
    }
}

fn bytes_of_row(row: &Row<'_>, columns: usize) -> rusqlite::Result<u64> {
    (0..columns).try_fold(0, |sum, column| {
        row.get_ref(column).map(|value| sum + bytes_of(value))
    })
}

fn bytes_of(value: ValueRef<'_>) -> u64 {
    TAG_BYTES
        + match value {
            ValueRef::Null => 0,
            ValueRef::Integer(_) | ValueRef::Real(_) => NUMBER_BYTES,
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => LENGTH_BYTES + bytes.len() as u64,
        }
}
