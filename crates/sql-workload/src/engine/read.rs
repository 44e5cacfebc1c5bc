//! Reads authors with their books, as a server answers.

use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row};

use super::{EngineError, Recorder};
use crate::library::{Author, Book, Read, Strategy};
use crate::patterns::{in_batches, join, n_plus_one};
use crate::trace::Trace;

/// Reads the first authors by id, and all of their books, by a pattern of the task. `before` is called
/// before each statement, and may end the read; a progress handler of the connection may end it within one.
pub fn read(
    connection: &Connection,
    strategy: Strategy,
    authors: u32,
    clock: &dyn Fn() -> f64,
    before: &mut dyn FnMut(&Trace) -> ControlFlow<()>,
) -> Result<Read, EngineError> {
    let mut recorder = Recorder::new(connection, clock, before);
    let authors: Vec<Author> = match strategy {
        Strategy::NPlusOne => n_plus_one::read(&mut recorder, authors)?,
        Strategy::Join => join::read(&mut recorder, authors)?,
        Strategy::Batched => in_batches::read(&mut recorder, authors, authors)?,
    };
    Ok(Read {
        authors,
        totals: recorder.into_trace().totals,
    })
}

/// The book whose id stands in that column, and the rest behind it.
pub(crate) fn book_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Book> {
    Ok(Book {
        id: row.get(column)?,
        title: row.get(column + 1)?,
        year: row.get(column + 2)?,
    })
}

/// The book of an id, if there is one.
pub fn book(connection: &Connection, id: i64) -> rusqlite::Result<Option<Book>> {
    connection
        .prepare_cached("SELECT id, title, year FROM books WHERE id = ?1")?
        .query_row([id], |row| book_at(row, 0))
        .optional()
}
