//! A query for the authors, and then one for the books of each: what a loop over objects that load
//! themselves does.

#[cfg(feature = "engine")]
pub(crate) use engine::read;

use crate::registry::{Pattern, Task};

const BOOKS: &str = "SELECT id, title, year FROM books WHERE author_id = ? ORDER BY id";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "n-plus-one",
    task: Task::AuthorsWithBooks,
    statements: &[super::AUTHORS, BOOKS],
    batch: None,
    #[cfg(feature = "engine")]
    run: |recorder, job| {
        Ok(Some(crate::engine::Found::Authors(read(
            recorder,
            job.params.n,
        )?)))
    },
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Preparing, Recorder, book_at};
    use crate::library::Author;
    use crate::patterns::shared::first_authors;

    pub(crate) fn read(
        recorder: &mut Recorder<'_, '_>,
        limit: u32,
    ) -> Result<Vec<Author>, EngineError> {
        let mut authors = first_authors(recorder, limit)?;
        for author in &mut authors {
            let id = [author.id.into()];
            recorder.query(super::BOOKS, Preparing::Kept, &id, |row| {
                author.books.push(book_at(row, 0)?);
                Ok(())
            })?;
        }
        Ok(authors)
    }
}
