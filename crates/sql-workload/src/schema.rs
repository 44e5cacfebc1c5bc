//! The tables.

/// What `PRAGMA application_id` says of a file of ours: "PPlb".
pub const APPLICATION_ID: i32 = 0x5050_6c62;

/// What `PRAGMA user_version` says of a file with these tables and these rows. To be raised with either.
pub const VERSION: i32 = 2;

/// Makes the tables. `incoming` has the columns of `orders` and is empty but while rows are inserted to
/// see what that takes; `generated` has one row, which says what the library was made of.
pub const TABLES: &str = "\
CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    year INTEGER NOT NULL CHECK (year BETWEEN 1450 AND 2100),
    blurb TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL
) STRICT;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    book_id INTEGER NOT NULL REFERENCES books (id),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100),
    placed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE incoming (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    book_id INTEGER NOT NULL REFERENCES books (id),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100),
    placed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE generated (
    books INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    skew REAL NOT NULL
) STRICT;
";

/// Makes the indices, once the rows are there: the books of an author, the orders of a user, and orders by
/// time, whose entries end with the id.
pub const INDICES: &str = "\
CREATE INDEX books_of_author ON books (author_id);
CREATE INDEX orders_of_user ON orders (user_id);
CREATE INDEX orders_by_time ON orders (placed_at);
";

/// Takes away what the two above make, whatever of it is there.
pub const DROP: &str = "\
DROP TABLE IF EXISTS incoming;
DROP TABLE IF EXISTS orders;
DROP TABLE IF EXISTS users;
DROP TABLE IF EXISTS books;
DROP TABLE IF EXISTS authors;
DROP TABLE IF EXISTS generated;
";
