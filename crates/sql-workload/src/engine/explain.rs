//! Asks SQLite how it would go about a statement.

use rusqlite::Connection;

use super::EngineError;
use crate::plan::{Plan, PlanRow};

/// The plan of one statement, which is not executed; of several, SQLite says an error. What has no plan, such
/// as `BEGIN`, has an empty one.
pub fn explain(connection: &Connection, sql: &str) -> Result<Plan, EngineError> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    // Parameters that nobody bound are NULL, which is as good as any value to a plan.
    let rows = statement.raw_query().mapped(|row| {
        Ok(PlanRow {
            id: row.get(0)?,
            parent: row.get(1)?,
            detail: row.get(3)?,
        })
    });
    let rows: Vec<PlanRow> = rows.collect::<Result<_, _>>()?;
    Ok(Plan::of_rows(&rows))
}
