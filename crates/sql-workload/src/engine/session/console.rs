//! Executes a person's own statements.

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::ffi::ErrorCode;
use rusqlite::{Batch, Connection, Statement, StatementStatus, params_from_iter, types};

use super::guard::Guard;
use super::kept::Kept;
use super::{Outside, failed, of_sqlite};
use crate::engine::{self, EngineError};
use crate::plan::Plan;
use crate::session::{LIMITS, SessionError, StatementReport, Value};
use crate::trace::{Cost, Totals};

const US_PER_MS: f64 = 1e3;

/// What executes statements.
#[derive(Clone, Copy)]
pub(super) struct Console<'c> {
    pub(super) connection: &'c Connection,
    pub(super) guard: &'c Guard,
    pub(super) outside: Outside,
}

/// What statements gave.
#[derive(Debug, Default)]
pub(super) struct Ran {
    pub(super) statements: Vec<StatementReport>,
    pub(super) totals: Totals,
    pub(super) kept: Kept,
}

impl Console<'_> {
    /// Executes all statements of a text, or, with parameters, its one statement, which is prepared once.
    pub(super) fn execute(&self, sql: &str, parameters: &[Value]) -> Result<Ran, SessionError> {
        check_length(sql)?;
        let mut place = Place::default();
        let ran = if parameters.is_empty() {
            self.execute_all(sql, &mut place)
        } else {
            self.execute_one(sql, parameters)
        };
        ran.map_err(|error| located(error, self.guard, sql, place.at))
    }

    fn execute_all(&self, sql: &str, place: &mut Place) -> rusqlite::Result<Ran> {
        let mut ran = Ran::default();
        let mut batch = Batch::new(self.connection, sql);
        loop {
            place.look_ahead(sql);
            let start_ms = self.now_ms();
            let Some(mut statement) = batch.next()? else {
                return Ok(ran);
            };
            let prepare_us = self.since_us(start_ms);
            place.go_to(sql, statement.expanded_sql().as_deref());
            if statement.parameter_count() > 0 {
                // Unbound ones would be NULL, which is hardly what somebody means.
                let needed = statement.parameter_count();
                return Err(rusqlite::Error::InvalidParameterCount(0, needed));
            }
            let cost = Cost {
                request_bytes: place.length(),
                prepare_us,
                ..Cost::default()
            };
            self.step(&mut statement, &[], cost, &mut ran, *place)?;
        }
    }

    fn execute_one(&self, sql: &str, parameters: &[Value]) -> rusqlite::Result<Ran> {
        let mut ran = Ran::default();
        let start_ms = self.now_ms();
        let mut statement = self.connection.prepare_cached(sql)?;
        let cost = Cost {
            parameters: parameters.len() as u64,
            request_bytes: sql.len() as u64 + parameters.iter().map(size).sum::<u64>(),
            prepare_us: self.since_us(start_ms),
            ..Cost::default()
        };
        let place = Place {
            end: sql.len(),
            ..Place::default()
        };
        self.step(&mut statement, parameters, cost, &mut ran, place)?;
        Ok(ran)
    }

    fn step(
        &self,
        statement: &mut Statement<'_>,
        parameters: &[Value],
        mut cost: Cost,
        ran: &mut Ran,
        place: Place,
    ) -> rusqlite::Result<()> {
        for status in COUNTERS {
            // A statement that is prepared once has counted before.
            statement.reset_status(status);
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        if !columns.is_empty() {
            ran.kept = Kept::default();
            ran.kept = Kept::new(columns);
        }
        let changes = self.connection.total_changes();
        let start_ms = self.now_ms();
        let mut rows = statement.query(params_from_iter(parameters.iter().map(bound)))?;
        while let Some(row) = rows.next()? {
            cost.rows += 1;
            cost.answer_bytes += ran.kept.push(row)?;
        }
        drop(rows);
        cost.step_us = self.since_us(start_ms);
        cost.changes = self.connection.total_changes() - changes;
        let counted = |status| u64::try_from(statement.get_status(status)).unwrap_or(0);
        let [vm_steps, full_scan_steps, sorts, automatic_index_rows] = COUNTERS.map(counted);
        let cost = Cost {
            vm_steps,
            full_scan_steps,
            sorts,
            automatic_index_rows,
            ..cost
        };
        ran.totals.add(&cost);
        if ran.totals.statements <= u64::from(LIMITS.reported_statements) {
            ran.statements.push(StatementReport {
                start: offset(place.start),
                end: offset(place.end),
                is_read_only: statement.readonly(),
                cost,
            });
        }
        Ok(())
    }

    fn now_ms(&self) -> f64 {
        (self.outside.now_ms)()
    }

    fn since_us(&self, start_ms: f64) -> f64 {
        ((self.now_ms() - start_ms) * US_PER_MS).max(0.0)
    }
}

/// What SQLite counts for each statement.
const COUNTERS: [StatementStatus; 4] = [
    StatementStatus::VmStep,
    StatementStatus::FullscanStep,
    StatementStatus::Sort,
    StatementStatus::AutoIndex,
];

/// How SQLite would go about a statement.
pub(super) fn explain(
    connection: &Connection,
    guard: &Guard,
    sql: &str,
) -> Result<Plan, SessionError> {
    check_length(sql)?;
    engine::explain(connection, sql).map_err(|error| {
        let EngineError::Sqlite(error) = error else {
            return failed(error);
        };
        // SQLite was given more than the person's text: that ends as the other does.
        let text = match &error {
            rusqlite::Error::SqlInputError { sql, .. } => sql.clone(),
            _ => sql.to_owned(),
        };
        let before = offset(text.len().saturating_sub(sql.len()));
        match located(error, guard, &text, 0) {
            SessionError::Sqlite {
                message,
                code,
                offset: Some(at),
            } => SessionError::Sqlite {
                message,
                code,
                offset: Some(at.saturating_sub(before)),
            },
            error => error,
        }
    })
}

fn check_length(sql: &str) -> Result<(), SessionError> {
    let found = sql.len() as u64;
    if found <= u64::from(LIMITS.sql_bytes) {
        return Ok(());
    }
    Err(SessionError::TooLarge {
        what: "the length of the SQL in bytes".to_owned(),
        found,
        max: LIMITS.sql_bytes.into(),
    })
}

/// Where a statement stands in its text.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: usize,
    end: usize,
    /// Where the statement begins that is prepared or executed now.
    at: usize,
}

impl Place {
    /// The next statement is prepared.
    fn look_ahead(&mut self, sql: &str) {
        let rest = sql.get(self.end..).unwrap_or_default();
        self.at = self.end + (rest.len() - rest.trim_start().len());
    }

    /// Goes on to the next statement, of which SQLite gives the text.
    fn go_to(&mut self, sql: &str, statement: Option<&str>) {
        let Some(statement) = statement else { return };
        let rest = sql.get(self.end..).unwrap_or_default();
        if let Some(at) = rest.find(statement) {
            self.start = self.end + at + (statement.len() - statement.trim_start().len());
            self.end += at + statement.len();
            self.at = self.start;
        }
    }

    fn length(self) -> u64 {
        (self.end - self.start) as u64
    }
}

/// An error with the place in the whole text. `at` is where the statement begins.
fn located(error: rusqlite::Error, guard: &Guard, sql: &str, at: usize) -> SessionError {
    let denied = guard.take();
    if error.sqlite_error_code() == Some(ErrorCode::AuthorizationForStatementDenied)
        && let Some(what) = denied
    {
        return SessionError::NotAllowed {
            what,
            offset: offset(at),
        };
    }
    // SQLite counts from where the statement begins; what it was given is the rest of the text.
    let before = match &error {
        rusqlite::Error::SqlInputError { sql: rest, .. } => sql.len().saturating_sub(rest.len()),
        _ => 0,
    };
    match of_sqlite(error) {
        SessionError::Sqlite {
            message,
            code,
            offset: Some(at),
        } => SessionError::Sqlite {
            message,
            code,
            offset: Some(at.saturating_add(offset(before))),
        },
        error => error,
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

fn bound(value: &Value) -> types::Value {
    match value {
        Value::Null => types::Value::Null,
        Value::Integer(value) => types::Value::Integer(*value),
        Value::Real(value) => types::Value::Real(*value),
        Value::Text(value) => types::Value::Text(value.clone()),
        Value::Blob(value) => types::Value::Blob(value.clone()),
    }
}

/// The size of a value as [`crate::trace`] counts it.
fn size(value: &Value) -> u64 {
    match value {
        Value::Null => 1,
        Value::Integer(_) | Value::Real(_) => 9,
        Value::Text(value) => 5 + value.len() as u64,
        Value::Blob(value) => 5 + value.len() as u64,
    }
}
