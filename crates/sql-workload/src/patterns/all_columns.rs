//! All columns of books, of which the program wants two.

use crate::registry::{Pattern, Task};

const BOOKS: &str = "SELECT * FROM books ORDER BY id LIMIT ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "all-columns",
    task: Task::Columns,
    statements: &[BOOKS],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder};
    use crate::generate::FullBook;

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut books = Vec::new();
        let limit = [job.params.n.into()];
        // An object with all that came, as one is made by a program that loads whole rows.
        recorder.query(super::BOOKS, Preparing::Kept, &limit, |row| {
            books.push(FullBook {
                id: row.get("id")?,
                author_id: row.get("author_id")?,
                title: row.get("title")?,
                year: row.get("year")?,
                blurb: row.get("blurb")?,
            });
            Ok(())
        })?;
        let titles = books.into_iter().map(|book| (book.id, book.title));
        Ok(Some(Found::Titles(titles.collect())))
    }
}
