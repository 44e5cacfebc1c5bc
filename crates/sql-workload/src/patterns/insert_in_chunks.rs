//! So many orders in each statement, which is prepared once, in one transaction.

use super::{BEGIN, COMMIT, INSERT};
use crate::registry::{Pattern, Task};
use crate::spec::Extent;

/// Five columns each, of some 32,000 parameters that a statement takes.
const ROWS_MAX: u32 = 6_400;

pub(crate) const PATTERN: Pattern = Pattern {
    id: "insert-in-chunks",
    task: Task::Inserts,
    statements: &[BEGIN, INSERT, COMMIT],
    batch: Some(Extent {
        min: 1,
        max: ROWS_MAX,
        default: 100,
    }),
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use std::slice::ChunksExact;

    use rusqlite::types::Value;

    use super::{BEGIN, COMMIT, INSERT};
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder, Text};
    use crate::patterns::shared::{orders, values};

    const COLUMNS: usize = 5;

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        recorder.command(BEGIN)?;
        let values: Vec<Value> = orders(job).flat_map(|order| values(&order)).collect();
        let chunks = values.chunks_exact(job.params.batch as usize * COLUMNS);
        // The last one may be shorter, and is another statement then.
        let rest = chunks.remainder();
        insert(recorder, chunks)?;
        insert(recorder, rest.chunks_exact(rest.len().max(1)))?;
        recorder.command(COMMIT)?;
        Ok(None)
    }

    /// Inserts chunks of one length.
    fn insert(
        recorder: &mut Recorder<'_, '_>,
        mut chunks: ChunksExact<'_, Value>,
    ) -> Result<(), EngineError> {
        let Some(first) = chunks.next() else {
            return Ok(());
        };
        let more = ", (?, ?, ?, ?, ?)".repeat(first.len() / COLUMNS - 1);
        let text = Text {
            shape: INSERT,
            sql: &format!("{INSERT}{more}"),
        };
        let mut prepared = recorder.prepare(text, Preparing::Anew)?;
        for chunk in std::iter::once(first).chain(chunks) {
            recorder.execute(&mut prepared, chunk, |_| Ok(()))?;
        }
        Ok(())
    }
}
