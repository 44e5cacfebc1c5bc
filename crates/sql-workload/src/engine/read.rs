//! Reads authors with their books.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{Counted, EngineError};
use crate::library::{Author, Book, Read, Strategy};

const AUTHORS: &str = "SELECT id, name FROM author ORDER BY id LIMIT ?1";

const BOOKS_OF_ONE: &str = "SELECT id, title, year FROM book WHERE author_id = ?1 ORDER BY id";

/// The list of ids is one parameter, however long it is: a parameter for each would be another statement
/// for each number of them.
const BOOKS_OF_ALL: &str = "\
SELECT author_id, id, title, year FROM book
WHERE author_id IN (SELECT value FROM json_each(?1)) ORDER BY author_id, id";

const JOIN: &str = "\
SELECT author.id, author.name, book.id, book.title, book.year
FROM (SELECT id, name FROM author ORDER BY id LIMIT ?1) AS author
LEFT JOIN book ON book.author_id = author.id
ORDER BY author.id, book.id";

/// Reads the first authors by id, and all of their books. `before` is called before each statement, and may
/// end the read; a progress handler of the connection may end it within one.
pub fn read<I>(
    connection: &Connection,
    strategy: Strategy,
    authors: u32,
    before: &mut dyn FnMut() -> Result<(), I>,
) -> Result<Read, EngineError<I>> {
    let mut counted = Counted::new(connection, before);
    let authors = match strategy {
        Strategy::NPlusOne => n_plus_one(&mut counted, authors)?,
        Strategy::Join => join(&mut counted, authors)?,
        Strategy::Batched => batched(&mut counted, authors)?,
    };
    Ok(Read {
        authors,
        statistics: counted.statistics(),
    })
}

fn n_plus_one<I>(counted: &mut Counted<'_, I>, limit: u32) -> Result<Vec<Author>, EngineError<I>> {
    let mut authors = first_authors(counted, limit)?;
    for author in &mut authors {
        counted.query(BOOKS_OF_ONE, [author.id], |row| {
            author.books.push(book_at(row, 0)?);
            Ok(())
        })?;
    }
    Ok(authors)
}

fn join<I>(counted: &mut Counted<'_, I>, limit: u32) -> Result<Vec<Author>, EngineError<I>> {
    let mut authors: Vec<Author> = Vec::new();
    counted.query(JOIN, [limit], |row| {
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

fn batched<I>(counted: &mut Counted<'_, I>, limit: u32) -> Result<Vec<Author>, EngineError<I>> {
    let mut authors = first_authors(counted, limit)?;
    let ids: Vec<i64> = authors.iter().map(|author| author.id).collect();
    let ids = serde_json::Value::from(ids).to_string();
    let mut current = authors.iter_mut();
    let mut author = current.next();
    counted.query(BOOKS_OF_ALL, [ids], |row| {
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
    Ok(authors)
}

fn first_authors<I>(
    counted: &mut Counted<'_, I>,
    limit: u32,
) -> Result<Vec<Author>, EngineError<I>> {
    let mut authors = Vec::new();
    counted.query(AUTHORS, [limit], |row| {
        authors.push(Author {
            id: row.get(0)?,
            name: row.get(1)?,
            books: Vec::new(),
        });
        Ok(())
    })?;
    Ok(authors)
}

/// The book whose id stands in that column, and the rest behind it.
fn book_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Book> {
    Ok(Book {
        id: row.get(column)?,
        title: row.get(column + 1)?,
        year: row.get(column + 2)?,
    })
}

/// The book of an id, if there is one.
pub fn book(connection: &Connection, id: i64) -> rusqlite::Result<Option<Book>> {
    connection
        .prepare_cached("SELECT id, title, year FROM book WHERE id = ?1")?
        .query_row([id], |row| book_at(row, 0))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::create;
    use crate::generate::Size;

    /// How SQLite goes about it.
    fn plan(sql: &str) -> String {
        let mut connection = Connection::open_in_memory().expect("a database");
        let size = Size {
            authors: 500,
            books_max: 10,
        };
        create(&mut connection, size, 1).expect("a library");
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .expect("SQL");
        let parameters = vec!["[1]"; statement.parameter_count()];
        let parameters = rusqlite::params_from_iter(parameters);
        let lines = statement.query_map(parameters, |row| row.get::<_, String>(3));
        let lines: Result<Vec<_>, _> = lines.expect("a plan").collect();
        lines.expect("lines").join("\n")
    }

    #[test]
    fn books_are_found_by_the_index() {
        for sql in [BOOKS_OF_ONE, BOOKS_OF_ALL, JOIN] {
            let plan = plan(sql);
            assert!(
                plan.contains("INDEX book_of_author (author_id=?)"),
                "{sql}:\n{plan}"
            );
            assert!(!plan.contains("SCAN book"), "{sql}:\n{plan}");
        }
        assert!(!plan(AUTHORS).contains("TEMP B-TREE"));
    }
}
