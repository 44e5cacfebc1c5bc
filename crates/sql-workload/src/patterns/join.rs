//! One query, which repeats an author in the row of each of their books.

#[cfg(feature = "engine")]
pub(crate) use engine::read;

use crate::registry::{Pattern, Task};

const JOIN: &str = "\
SELECT authors.id, authors.name, books.id, books.title, books.year \
FROM (SELECT id, name FROM authors ORDER BY id LIMIT ?) AS authors \
LEFT JOIN books ON books.author_id = authors.id \
ORDER BY authors.id, books.id";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "join",
    task: Task::AuthorsWithBooks,
    statements: &[JOIN],
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

    pub(crate) fn read(
        recorder: &mut Recorder<'_, '_>,
        limit: u32,
    ) -> Result<Vec<Author>, EngineError> {
        let mut authors: Vec<Author> = Vec::new();
        recorder.query(super::JOIN, Preparing::Kept, &[limit.into()], |row| {
            let id: i64 = row.get(0)?;
            if authors.last().is_none_or(|author| author.id != id) {
                authors.push(Author {
                    id,
                    name: row.get(1)?,
                    books: Vec::new(),
                });
            }
            // Of an author without books there is one row, without a book.
            if row.get::<_, Option<i64>>(2)?.is_some()
                && let Some(author) = authors.last_mut()
            {
                author.books.push(book_at(row, 2)?);
            }
            Ok(())
        })?;
        Ok(authors)
    }
}
