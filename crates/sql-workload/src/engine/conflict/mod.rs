//! Plays scenarios of conflict on two connections to a database in memory.

mod files;
mod play;
mod vfs;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use play::play;
use rusqlite::{Connection, OpenFlags};

use crate::conflict::{ConflictParamsError, LockState};

/// Why a scenario was not played.
#[derive(Debug, thiserror::Error)]
pub enum ConflictError {
    /// There is none of this name.
    #[error("there is no scenario {id:?}")]
    NoSuchScenario {
        /// The name.
        id: String,
    },
    /// It cannot be played so.
    #[error(transparent)]
    Params(#[from] ConflictParamsError),
    /// SQLite does not take our files.
    #[error("SQLite refuses files in memory, with code {code}")]
    Vfs {
        /// Its code.
        code: i32,
    },
    /// What SQLite says, besides what scenarios are about.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// A database in memory that any number of connections in the process share, with the locks of a file. Its
/// content goes with it and with the last connection.
#[derive(Debug)]
pub struct SharedDatabase {
    name: String,
}

impl SharedDatabase {
    /// An empty one, which nobody else has.
    pub fn new() -> Result<Self, ConflictError> {
        static MADE: AtomicU64 = AtomicU64::new(0);
        vfs::register().map_err(|code| ConflictError::Vfs { code })?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            name: format!("shared-{number}"),
        })
    }

    /// Opens another connection to it, which is busy at once where a lock is not to be had.
    pub fn connect(&self) -> Result<Connection, ConflictError> {
        connect(&self.name)
    }

    /// What each connection has of the file, in the order in which they were opened.
    #[must_use]
    pub fn lock_states(&self) -> Vec<LockState> {
        files::lock_states(&self.name)
    }
}

impl Drop for SharedDatabase {
    fn drop(&mut self) {
        files::delete(&self.name);
        files::delete(&format!("{}-journal", self.name));
    }
}

fn connect(name: &str) -> Result<Connection, ConflictError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags_and_vfs(name, flags, vfs::NAME)?;
    // Whoever waits does so in virtual time.
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of some pages, and a connection that keeps hardly any of them in memory.
    fn filled(database: &SharedDatabase) -> Connection {
        let connection = database.connect().expect("a connection");
        connection
            .execute_batch(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, filler TEXT);
                 WITH RECURSIVE ids (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < 200)
                 INSERT INTO t SELECT id, 1, printf('%.500c', 'x') FROM ids;",
            )
            .expect("a table");
        connection
    }

    fn sum(connection: &Connection) -> i64 {
        connection
            .query_row("SELECT sum(n) FROM t", [], |row| row.get(0))
            .expect("a sum")
    }

    fn integrity(connection: &Connection) -> String {
        connection
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .expect("a check")
    }

    #[test]
    fn a_hot_journal_is_rolled_back_by_whoever_comes_next() {
        let database = SharedDatabase::new().expect("a database");
        let connection = filled(&database);
        connection
            .execute_batch("BEGIN; UPDATE t SET n = 2; DELETE FROM t WHERE id > 150;")
            .expect("a transaction");
        connection.cache_flush().expect("pages in the file");
        // The machine stops here: this is what the disk holds.
        let (name, crashed) = (&database.name, "crashed-hot");
        let journal = format!("{crashed}-journal");
        files::copy(name, crashed);
        files::copy(&format!("{name}-journal"), &journal);
        let without_journal = "crashed-bare";
        files::copy(name, without_journal);

        let after = connect(crashed).expect("a connection");
        assert_eq!(sum(&after), 200);
        assert_eq!(integrity(&after), "ok");
        assert!(!files::exists(&journal));
        // What the journal undid was there.
        let bare = connect(without_journal).expect("a connection");
        let changed: i64 = bare
            .query_row("SELECT n FROM t WHERE id = 1", [], |row| row.get(0))
            .expect("a row");
        assert_eq!(changed, 2);
        for name in [crashed, without_journal] {
            files::delete(name);
        }
    }

    #[test]
    fn a_journal_of_a_living_transaction_is_not_hot() {
        let database = SharedDatabase::new().expect("a database");
        let writer = filled(&database);
        let reader = database.connect().expect("a connection");
        writer
            .execute_batch("BEGIN; UPDATE t SET n = 2 WHERE id = 1;")
            .expect("a transaction");
        assert_eq!(
            database.lock_states(),
            [LockState::Reserved, LockState::None]
        );
        assert_eq!(sum(&reader), 200);
        // Pages go to the file before the commit, and nobody may read them.
        writer.cache_flush().expect("pages in the file");
        assert_eq!(database.lock_states()[0], LockState::Exclusive);
        let error = reader
            .query_row("SELECT sum(n) FROM t", [], |row| row.get::<_, i64>(0))
            .expect_err("busy");
        assert_eq!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy)
        );
        writer.execute_batch("ROLLBACK").expect("a rollback");
        assert_eq!(sum(&reader), 200);
    }

    #[test]
    fn there_is_no_write_ahead_log() {
        let database = SharedDatabase::new().expect("a database");
        let connection = filled(&database);
        let mode: String = connection
            .query_row("PRAGMA journal_mode = wal", [], |row| row.get(0))
            .expect("a mode");
        assert_eq!(mode, "delete");
    }

    #[test]
    fn a_database_goes_with_its_owner() {
        let database = SharedDatabase::new().expect("a database");
        let name = database.name.clone();
        drop(filled(&database));
        assert!(files::exists(&name));
        drop(database);
        assert!(!files::exists(&name));
    }
}
