//! A query for the authors, and one for the books of so many of them at a time: what a data loader makes of
//! N+1 queries.

#[cfg(feature = "engine")]
pub(crate) use engine::read;

use crate::registry::{Pattern, Task};
use crate::spec::Extent;

/// Each length of the list is a statement of its own to SQLite; the shape is that of all of them.
const BOOKS: &str = "\
SELECT author_id, id, title, year FROM books WHERE author_id IN (?) ORDER BY author_id, id";

/// SQLite takes so many parameters (`SQLITE_MAX_VARIABLE_NUMBER`), rounded down.
const BATCH_MAX: u32 = 32_000;

pub(crate) const PATTERN: Pattern = Pattern {
    id: "in-batches",
    task: Task::AuthorsWithBooks,
    statements: &[super::AUTHORS, BOOKS],
    batch: Some(Extent {
        min: 1,
        max: BATCH_MAX,
        default: 100,
    }),
    #[cfg(feature = "engine")]
    run: |recorder, job| {
        let authors = read(recorder, job.params.n, job.params.batch)?;
        Ok(Some(crate::engine::Found::Authors(authors)))
    },
};

#[cfg(feature = "engine")]
mod engine {
    use rusqlite::types::Value;

    use super::{BATCH_MAX, BOOKS};
    use crate::engine::{EngineError, Preparing, Recorder, Text, book_at};
    use crate::library::Author;
    use crate::patterns::shared::first_authors;

    /// A batch has at least one author, and at most as many as a statement takes parameters.
    pub(crate) fn read(
        recorder: &mut Recorder<'_, '_>,
        limit: u32,
        batch: u32,
    ) -> Result<Vec<Author>, EngineError> {
        let mut authors = first_authors(recorder, limit)?;
        for batch in authors.chunks_mut(batch.clamp(1, BATCH_MAX) as usize) {
            let ids: Vec<Value> = batch.iter().map(|author| author.id.into()).collect();
            let marks = format!("({})", vec!["?"; ids.len()].join(", "));
            let text = Text {
                shape: BOOKS,
                sql: &BOOKS.replace("(?)", &marks),
            };
            let mut current = batch.iter_mut();
            let mut author = current.next();
            recorder.query(text, Preparing::Kept, &ids, |row| {
                let of: i64 = row.get(0)?;
                // Both are ordered by author.
                while author.as_ref().is_some_and(|author| author.id != of) {
                    author = current.next();
                }
                if let Some(author) = &mut author {
                    author.books.push(book_at(row, 1)?);
                }
                Ok(())
            })?;
        }
        Ok(authors)
    }
}
