//! Programs that read authors with their books from elsewhere: each says its next statement, and is given its rows.
//!
//! The patterns of [`registry`](crate::registry) run beside the database. These do the same where every statement takes
//! a round trip, whatever carries it, so that the round trips are really taken.

use thiserror::Error;

use crate::library::{Author, Book};
use crate::patterns;
use crate::registry::Pattern;
use crate::session::cells::{Cell, Value};
use crate::spec::Params;

/// A statement, and what its parameters are bound to.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The statement.
    pub sql: String,
    /// As many as it has `?`.
    pub parameters: Vec<Value>,
}

/// Rows that are not what the statement asks for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("row {row} of {sql:?} has no {expected} in column {column}")]
pub struct RowError {
    /// The statement.
    pub sql: String,
    /// Which of its rows, counted from zero.
    pub row: usize,
    /// Which of its cells, counted from zero.
    pub column: usize,
    /// What should be there.
    pub expected: &'static str,
}

/// What a program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A query for each author.
    Each,
    /// A query for so many authors.
    Batches,
    /// One query for all.
    Join,
}

/// A program that reads the first authors with all of their books.
#[derive(Clone, Debug)]
pub struct Program {
    way: Way,
    params: Params,
    authors: Vec<Author>,
    /// The statement under way, if any.
    asked: Option<String>,
    /// Whether the authors are read.
    has_authors: bool,
    /// How many of them have their books.
    complete: usize,
}

impl Program {
    /// The program that does what a pattern does; `None` for patterns that have none.
    #[must_use]
    pub fn of(pattern: &Pattern, params: Params) -> Option<Self> {
        let way = if pattern.id == patterns::n_plus_one::PATTERN.id {
            Way::Each
        } else if pattern.id == patterns::in_batches::PATTERN.id {
            Way::Batches
        } else if pattern.id == patterns::join::PATTERN.id {
            Way::Join
        } else {
            return None;
        };
        Some(Self {
            way,
            params,
            authors: Vec::new(),
            asked: None,
            has_authors: false,
            complete: 0,
        })
    }

    /// The next statement; `None` when all is read.
    pub fn query(&mut self) -> Option<Query> {
        let query = if self.has_authors {
            let batch = self.batch();
            self.books_of(&self.authors[batch])?
        } else {
            let limit = vec![Value::Integer(self.params.n.into())];
            let statements = match self.way {
                Way::Join => patterns::join::PATTERN.statements,
                Way::Each | Way::Batches => patterns::n_plus_one::PATTERN.statements,
            };
            Query {
                sql: (*statements.first()?).to_owned(),
                parameters: limit,
            }
        };
        self.asked = Some(query.sql.clone());
        Some(query)
    }

    /// Takes all rows of the statement that it asked for last.
    pub fn take(&mut self, rows: &[Vec<Cell>]) -> Result<(), RowError> {
        let sql = self.asked.take().unwrap_or_default();
        let rows = rows.iter().enumerate();
        let rows = rows.map(|(index, cells)| Row {
            sql: &sql,
            index,
            cells,
        });
        if self.has_authors {
            let batch = self.batch();
            // Of many authors each row begins with its author.
            let first = usize::from(self.way != Way::Each);
            let mut at = batch.start;
            for row in rows {
                if self.way == Way::Batches {
                    let of = row.integer(0)?;
                    // Both are ordered by author.
                    while at + 1 < batch.end && self.authors[at].id != of {
                        at += 1;
                    }
                }
                self.authors[at].books.push(row.book(first)?);
            }
            self.complete = batch.end;
            return Ok(());
        }
        for row in rows {
            let id = row.integer(0)?;
            if self.authors.last().is_none_or(|author| author.id != id) {
                self.authors.push(Author {
                    id,
                    name: row.text(1)?,
                    books: Vec::new(),
                });
            }
            // Of an author without books the join has one row, without a book.
            let has_book = self.way == Way::Join && row.cells.get(2) != Some(&Cell::Null);
            if let (true, Some(author)) = (has_book, self.authors.last_mut()) {
                author.books.push(row.book(2)?);
            }
        }
        self.has_authors = true;
        if self.way == Way::Join {
            self.complete = self.authors.len();
        }
        Ok(())
    }

    /// What was read.
    #[must_use]
    pub fn authors(&self) -> &[Author] {
        &self.authors
    }

    /// The authors whose books are read next.
    fn batch(&self) -> std::ops::Range<usize> {
        let size = match self.way {
            Way::Each => 1,
            Way::Batches => self.params.batch.max(1) as usize,
            Way::Join => 0,
        };
        self.complete..(self.complete + size).min(self.authors.len())
    }

    fn books_of(&self, authors: &[Author]) -> Option<Query> {
        if authors.is_empty() {
            return None;
        }
        let parameters = authors.iter().map(|author| Value::Integer(author.id));
        let parameters: Vec<Value> = parameters.collect();
        let pattern = match self.way {
            Way::Each => &patterns::n_plus_one::PATTERN,
            Way::Batches | Way::Join => &patterns::in_batches::PATTERN,
        };
        let shape = pattern.statements.last()?;
        let marks = format!("({})", vec!["?"; parameters.len()].join(", "));
        Some(Query {
            sql: shape.replace("(?)", &marks),
            parameters,
        })
    }
}

/// A row, and where it stands.
struct Row<'r> {
    sql: &'r str,
    index: usize,
    cells: &'r [Cell],
}

impl Row<'_> {
    fn integer(&self, column: usize) -> Result<i64, RowError> {
        match self.cells.get(column) {
            Some(Cell::Integer(value)) => Ok(*value),
            _ => Err(self.error(column, "integer")),
        }
    }

    fn text(&self, column: usize) -> Result<String, RowError> {
        match self.cells.get(column) {
            Some(Cell::Text { start, bytes }) if start.len() == *bytes as usize => {
                Ok(start.clone())
            }
            _ => Err(self.error(column, "whole text")),
        }
    }

    fn book(&self, first: usize) -> Result<Book, RowError> {
        Ok(Book {
            id: self.integer(first)?,
            title: self.text(first + 1)?,
            year: self.integer(first + 2)?,
        })
    }

    fn error(&self, column: usize, expected: &'static str) -> RowError {
        RowError {
            sql: self.sql.to_owned(),
            row: self.index,
            column,
            expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_named() {
        let params = patterns::join::PATTERN.defaults();
        let mut program = Program::of(&patterns::n_plus_one::PATTERN, params).expect("one");
        let query = program.query().expect("the authors");
        assert_eq!(query.parameters, [Value::Integer(100)]);
        let cut = Cell::Text {
            start: "Ad".to_owned(),
            bytes: 3,
        };
        let error = program
            .take(&[vec![Cell::Integer(1), cut]])
            .expect_err("cut off");
        assert_eq!((error.row, error.column), (0, 1));
        assert!(error.to_string().contains("whole text"), "{error}");
    }

    #[test]
    fn other_tasks_have_none() {
        let pattern = &patterns::keyset::PATTERN;
        assert!(Program::of(pattern, pattern.defaults()).is_none());
    }
}
