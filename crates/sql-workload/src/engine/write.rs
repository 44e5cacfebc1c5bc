//! Adds books.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::EngineError;
use crate::library::NewBook;

/// What was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Of the new book.
    pub id: i64,
    /// How many have been added by now.
    pub added: i64,
}

/// Adds a book, if fewer than `added_max` were added to those that were generated, which are `generated`.
/// Takes the write lock at once: a transaction that only asks for it when it has already read may find that
/// another was faster, and would have to begin anew.
pub fn add(
    connection: &mut Connection,
    book: &NewBook,
    generated: i64,
    added_max: i64,
) -> Result<Added, EngineError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let id = book.author_id();
    let author: Option<i64> = transaction
        .prepare_cached("SELECT id FROM authors WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if author.is_none() {
        return Err(EngineError::NoSuchAuthor { id });
    }
    // Books are never taken away, so ids have no gaps.
    let last: i64 = transaction
        .prepare_cached("SELECT coalesce(max(id), 0) FROM books")?
        .query_row([], |row| row.get(0))?;
    let added = last - generated;
    if added >= added_max {
        return Err(EngineError::Full { added });
    }
    transaction
        .prepare_cached("INSERT INTO books (id, author_id, title, year) VALUES (?1, ?2, ?3, ?4)")?
        .execute((last + 1, id, book.title(), book.year()))?;
    transaction.commit()?;
    Ok(Added {
        id: last + 1,
        added: added + 1,
    })
}
