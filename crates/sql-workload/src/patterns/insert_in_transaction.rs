//! The same statements in one transaction.

use super::{BEGIN, COMMIT, INSERT};
use crate::registry::{Pattern, Task};

pub(crate) const PATTERN: Pattern = Pattern {
    id: "insert-in-transaction",
    task: Task::Inserts,
    statements: &[BEGIN, INSERT, COMMIT],
    batch: None,
    #[cfg(feature = "engine")]
    run: |recorder, job| {
        recorder.command(BEGIN)?;
        super::shared::insert_as_text(recorder, job)?;
        recorder.command(COMMIT)?;
        Ok(None)
    },
};
