//! A statement for each book with the id in its text, so that each is another one, and is parsed and planned
//! anew.

use super::prepared::BOOK;
use crate::registry::{Pattern, Task};

pub(crate) const PATTERN: Pattern = Pattern {
    id: "re-parsed",
    task: Task::PointReads,
    statements: &[BOOK],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use super::BOOK;
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder, Text, book_at};
    use crate::patterns::shared::ids;

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut books = Vec::new();
        for id in ids(job, job.spec.books) {
            let text = Text {
                shape: BOOK,
                sql: &BOOK.replace('?', &id.to_string()),
            };
            recorder.query(text, Preparing::Anew, &[], |row| {
                books.push(book_at(row, 0)?);
                Ok(())
            })?;
        }
        Ok(Some(Found::Books(books)))
    }
}
