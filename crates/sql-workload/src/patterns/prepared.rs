//! A statement that is prepared once, and executed for each book.

use crate::registry::{Pattern, Task};

pub(super) const BOOK: &str = "SELECT id, title, year FROM books WHERE id = ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "prepared",
    task: Task::PointReads,
    statements: &[BOOK],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder, book_at};
    use crate::patterns::shared::ids;

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut books = Vec::new();
        let mut prepared = recorder.prepare(super::BOOK, Preparing::Anew)?;
        for id in ids(job, job.spec.books) {
            recorder.execute(&mut prepared, &[id.into()], |row| {
                books.push(book_at(row, 0)?);
                Ok(())
            })?;
        }
        Ok(Some(Found::Books(books)))
    }
}
