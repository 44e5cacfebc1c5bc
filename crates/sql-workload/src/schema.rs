//! The tables.

/// What `PRAGMA application_id` says of a file of ours: "PPlb".
pub const APPLICATION_ID: i32 = 0x5050_6c62;

/// What `PRAGMA user_version` says of a file with these tables and these rows. To be raised with either.
pub const VERSION: i32 = 1;

/// Makes the tables. The index is what finds an author's books without looking at all books.
pub const TABLES: &str = "\
CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES author (id),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    year INTEGER NOT NULL CHECK (year BETWEEN 1450 AND 2100)
) STRICT;
CREATE INDEX book_of_author ON book (author_id);
";
