//! Makes a library, and opens one.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::EngineError;
use crate::generate::{Books, Size};
use crate::schema::{APPLICATION_ID, TABLES, VERSION};

/// How long a statement waits for another connection's transaction.
const BUSY_MAX: Duration = Duration::from_secs(5);

/// How long lies between two tries where SQLite itself does not wait.
const TRY_INTERVAL: Duration = Duration::from_millis(5);

/// Statements that a connection keeps prepared; there are fewer.
const PREPARED_MAX: usize = 32;

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing, or what is left of a process that ended before it made a library.
    Nothing,
    /// A library that we can read.
    Library,
    /// What we cannot.
    Foreign { application: i32, version: i32 },
}

/// Fills the empty database of a connection, all of it or nothing.
pub fn create(connection: &mut Connection, size: Size, seed: u64) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    fill(&transaction, size, seed)?;
    transaction.commit()
}

/// Within a transaction.
fn fill(connection: &Connection, size: Size, seed: u64) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    {
        let mut author = connection.prepare("INSERT INTO author (id, name) VALUES (?1, ?2)")?;
        let mut book = connection
            .prepare("INSERT INTO book (id, author_id, title, year) VALUES (?1, ?2, ?3, ?4)")?;
        for one in Books::of(size, seed) {
            author.execute((one.id, &one.name))?;
            for its in &one.books {
                book.execute((its.id, one.id, &its.title, its.year))?;
            }
        }
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    // What the planner knows of the tables, so that it decides the same everywhere.
    connection.execute_batch("ANALYZE")
}

/// Opens the library in a file, which is made if it is absent or empty. A file that holds anything else is
/// left as it is. Of several that open a new file at the same time, one makes it.
pub fn open(path: &Path, size: Size, seed: u64) -> Result<Connection, EngineError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_MAX)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_MAX);
    connection.pragma_update(None, "foreign_keys", true)?;
    let found = {
        // Within a transaction, so that no other's is seen in part.
        let transaction = connection.transaction()?;
        look(&transaction)?
    };
    refuse_foreign(path, found)?;
    // Readers and the writer do not wait for each other; an end of power may cost what was written last,
    // an end of a process nothing.
    keep_a_log(&connection)?;
    connection.pragma_update(None, "synchronous", "normal")?;
    if found == Found::Nothing {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another may have been faster.
        let found = look(&transaction)?;
        refuse_foreign(path, found)?;
        if found == Found::Nothing {
            fill(&transaction, size, seed)?;
        }
        transaction.commit()?;
    }
    Ok(connection)
}

fn look(connection: &Connection) -> rusqlite::Result<Found> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version) {
        (APPLICATION_ID, VERSION) => Found::Library,
        (0, 0) if objects == 0 => Found::Nothing,
        (application, version) => Found::Foreign {
            application,
            version,
        },
    })
}

fn refuse_foreign(path: &Path, found: Found) -> Result<(), EngineError> {
    match found {
        Found::Nothing | Found::Library => Ok(()),
        Found::Foreign {
            application,
            version,
        } => Err(EngineError::Foreign {
            path: path.display().to_string(),
            application,
            version,
        }),
    }
}

/// Turns the write-ahead log on. SQLite waits for nobody there, whatever its timeout is.
fn keep_a_log(connection: &Connection) -> Result<(), EngineError> {
    let start = Instant::now();
    loop {
        let tried = connection.pragma_update(None, "journal_mode", "wal");
        match tried.map_err(EngineError::from) {
            Err(error) if error.is_locked() && start.elapsed() < BUSY_MAX => {
                thread::sleep(TRY_INTERVAL);
            }
            tried => return tried,
        }
    }
}
