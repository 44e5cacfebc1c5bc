//! Makes a library, and opens one.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::EngineError;
use crate::generate::{Books, Size};
use crate::schema::{APPLICATION_ID, TABLES, VERSION};

/// How long a statement waits for another connection's transaction.
const BUSY_MAX: Duration = Duration::from_secs(5);

/// Statements that a connection keeps prepared; there are fewer.
const PREPARED_MAX: usize = 32;

/// Fills the empty database of a connection, all of it or nothing.
pub fn create(connection: &mut Connection, size: Size, seed: u64) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(TABLES)?;
    {
        let mut author = transaction.prepare("INSERT INTO author (id, name) VALUES (?1, ?2)")?;
        let mut book = transaction
            .prepare("INSERT INTO book (id, author_id, title, year) VALUES (?1, ?2, ?3, ?4)")?;
        for one in Books::of(size, seed) {
            author.execute((one.id, &one.name))?;
            for its in &one.books {
                book.execute((its.id, one.id, &its.title, its.year))?;
            }
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    // What the planner knows of the tables, so that it decides the same everywhere.
    transaction.execute_batch("ANALYZE")?;
    transaction.commit()
}

/// Opens the library in a file, which is made if it is absent or empty. A file that holds anything else is
/// left as it is.
pub fn open(path: &Path, size: Size, seed: u64) -> Result<Connection, EngineError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_MAX)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_MAX);
    connection.pragma_update(None, "foreign_keys", true)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let pages = number("page_count")?;
    if pages > 0 && (application, version) != (APPLICATION_ID, VERSION) {
        return Err(EngineError::Foreign {
            path: path.display().to_string(),
            application,
            version,
        });
    }
    // Readers and the writer do not wait for each other; an end of power may cost what was written last,
    // an end of a process nothing.
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    if pages == 0 {
        create(&mut connection, size, seed)?;
    }
    Ok(connection)
}
