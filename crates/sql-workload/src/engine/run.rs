//! Runs a pattern.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::create::spec;
use super::{EngineError, Found, Recorder};
use crate::library::Order;
use crate::registry::{Pattern, Task};
use crate::spec::{Params, Spec};
use crate::trace::{Outcome, Trace};

/// Does a pattern's work, and gives its rows; those of an insert are read afterwards.
pub(crate) type Runner = fn(&mut Recorder<'_, '_>, &Job) -> Result<Option<Found>, EngineError>;

/// What a pattern has to do.
pub(crate) struct Job {
    /// What the library was made of.
    pub(crate) spec: Spec,
    pub(crate) params: Params,
}

/// Runs a pattern on a library: see [`Recorder::new`] for the clock and `before`. What it inserts is gone
/// afterwards; where it is interrupted or fails, its transaction is rolled back.
pub fn run(
    connection: &Connection,
    pattern: &Pattern,
    params: Params,
    clock: &dyn Fn() -> f64,
    before: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
) -> Result<Outcome, EngineError> {
    pattern.check(params)?;
    if !connection.is_autocommit() {
        return Err(EngineError::InTransaction);
    }
    let job = Job {
        spec: spec(connection)?.ok_or(EngineError::NoLibrary)?,
        params,
    };
    let inserts = pattern.task == Task::Inserts;
    if inserts {
        // What an interrupted run may have left.
        clear(connection)?;
    }
    let ran = measured(connection, pattern, &job, clock, before);
    if ran.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    let ran = ran?;
    if inserts {
        clear(connection)?;
    }
    Ok(ran)
}

fn measured(
    connection: &Connection,
    pattern: &Pattern,
    job: &Job,
    clock: &dyn Fn() -> f64,
    before: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
) -> Result<Outcome, EngineError> {
    let mut recorder = Recorder::new(connection, clock, before);
    let start_ms = clock();
    let found = (pattern.run)(&mut recorder, job)?;
    let elapsed_ms = (clock() - start_ms).max(0.0);
    let found = match found {
        Some(found) => found,
        None => inserted(connection)?,
    };
    Ok(Outcome {
        digest: found.digest(),
        items: found.items(),
        elapsed_ms,
        trace: recorder.into_trace(),
    })
}

fn clear(connection: &Connection) -> Result<(), EngineError> {
    Ok(connection.execute_batch("DELETE FROM incoming")?)
}

fn inserted(connection: &Connection) -> Result<Found, EngineError> {
    let mut statement = connection
        .prepare("SELECT id, user_id, book_id, quantity, placed_at FROM incoming ORDER BY id")?;
    let orders = statement.query_map([], order)?;
    Ok(Found::Orders(orders.collect::<Result<_, _>>()?))
}

/// The order whose columns a row has, in their order.
pub(crate) fn order(row: &rusqlite::Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: row.get(0)?,
        user_id: row.get(1)?,
        book_id: row.get(2)?,
        quantity: row.get(3)?,
        placed_at: row.get(4)?,
    })
}
