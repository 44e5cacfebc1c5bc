//! The two columns of books that the program wants.

use crate::registry::{Pattern, Task};

const BOOKS: &str = "SELECT id, title FROM books ORDER BY id LIMIT ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "few-columns",
    task: Task::Columns,
    statements: &[BOOKS],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder};

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut titles = Vec::new();
        let limit = [job.params.n.into()];
        recorder.query(super::BOOKS, Preparing::Kept, &limit, |row| {
            titles.push((row.get("id")?, row.get("title")?));
            Ok(())
        })?;
        Ok(Some(Found::Titles(titles)))
    }
}
