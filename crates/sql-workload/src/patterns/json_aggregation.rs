//! One query with a row for each author, whose books come in it as a list in JSON.

use crate::registry::{Pattern, Task};

const AGGREGATE: &str = "\
SELECT id, name, (SELECT json_group_array(json_array(books.id, title, year) ORDER BY books.id) \
FROM books WHERE author_id = authors.id) \
FROM authors ORDER BY id LIMIT ?";

pub(crate) const PATTERN: Pattern = Pattern {
    id: "json-aggregation",
    task: Task::AuthorsWithBooks,
    statements: &[AGGREGATE],
    batch: None,
    #[cfg(feature = "engine")]
    run: engine::run,
};

#[cfg(feature = "engine")]
mod engine {
    use crate::engine::{EngineError, Found, Job, Preparing, Recorder};
    use crate::library::{Author, Book};

    pub(super) fn run(
        recorder: &mut Recorder<'_, '_>,
        job: &Job,
    ) -> Result<Option<Found>, EngineError> {
        let mut authors = Vec::new();
        let limit = [job.params.n.into()];
        recorder.query(super::AGGREGATE, Preparing::Kept, &limit, |row| {
            let books = row.get_ref(2)?;
            let books: Vec<(i64, String, i64)> =
                serde_json::from_str(books.as_str().map_err(rusqlite_error)?)?;
            authors.push(Author {
                id: row.get(0)?,
                name: row.get(1)?,
                books: books
                    .into_iter()
                    .map(|(id, title, year)| Book { id, title, year })
                    .collect(),
            });
            Ok(())
        })?;
        Ok(Some(Found::Authors(authors)))
    }

    fn rusqlite_error(error: crate::engine::rusqlite::types::FromSqlError) -> EngineError {
        crate::engine::rusqlite::Error::from(error).into()
    }
}
