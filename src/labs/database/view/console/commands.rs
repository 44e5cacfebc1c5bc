//! The commands that the console gives, and what comes back with them.

use protocol::wire::Buffer;
use sql_workload::plan::Plan;
use sql_workload::session::{Command, Event, Execution, Page, SessionError, cells};

use super::super::database::Work;
use super::super::lab::Failure;
use crate::labs::database::model::console::rows::Row;

/// Executes statements, and gives the first rows of what they gave.
pub(super) async fn execute(
    work: &Work,
    sql: &str,
    page: Page,
) -> Result<(Execution, Vec<Row>), Failure> {
    let command = Command::Execute {
        sql: sql.to_owned(),
        parameters: Vec::new(),
        page,
    };
    let executed = work.answer(command, Vec::new(), |event, buffers| match event {
        Event::Executed(execution) => Some((execution, copied(&buffers))),
        _ => None,
    });
    let (execution, bytes) = executed.await?;
    let rows = read(bytes, execution.columns.len())?;
    Ok((execution, rows))
}

/// Rows of the result that is kept, as many as come.
pub(super) async fn rows_of(work: &Work, page: Page, columns: usize) -> Result<Vec<Row>, Failure> {
    let rows = work.answer(
        Command::Rows(page),
        Vec::new(),
        |event, buffers| match event {
            Event::Rows(_) => Some(copied(&buffers)),
            _ => None,
        },
    );
    read(rows.await?, columns)
}

/// Has the database tell what it is and holds.
pub(super) async fn describe(work: &Work) -> Result<(), Failure> {
    let described = work.answer(Command::Describe, Vec::new(), |event, _| {
        matches!(event, Event::Described(_)).then_some(())
    });
    described.await
}

/// The bytes beside an event; `None` where there is no room for them.
fn copied(buffers: &[Buffer]) -> Option<Vec<u8>> {
    match buffers.first() {
        Some(buffer) => buffer.copy(0..buffer.byte_length()),
        None => Some(Vec::new()),
    }
}

fn read(bytes: Option<Vec<u8>>, columns: usize) -> Result<Vec<Row>, Failure> {
    let bytes = bytes.ok_or(Failure::Refused(SessionError::OutOfMemory))?;
    cells::rows(&bytes, columns).map_err(|error| Failure::Worker(error.to_string()))
}

/// How SQLite would go about a statement.
pub(super) async fn plan_of(work: &Work, sql: &str) -> Result<Plan, Failure> {
    let command = Command::Explain {
        sql: sql.to_owned(),
    };
    let plan = work.answer(command, Vec::new(), |event, _| match event {
        Event::Explained(plan) => Some(plan),
        _ => None,
    });
    plan.await
}
