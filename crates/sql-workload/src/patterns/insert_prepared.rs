//! A statement that is prepared once and executed for each order, in one transaction.

use super::{BEGIN, COMMIT, INSERT};
use crate::registry::{Pattern, Task};

pub(crate) const PATTERN: Pattern = Pattern {
    id: "insert-prepared",
    task: Task::Inserts,
    statements: &[BEGIN, INSERT, COMMIT],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use super::{BEGIN, COMMIT, INSERT};
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder};
    use crate::patterns::shared::{orders, values};

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        recorder.command(BEGIN)?;
        let mut insert = recorder.prepare(INSERT, Preparing::Anew)?;
        for order in orders(job) {
            recorder.execute(&mut insert, &values(&order), |_| Ok(()))?;
        }
        recorder.command(COMMIT)?;
        Ok(None)
    }
}
