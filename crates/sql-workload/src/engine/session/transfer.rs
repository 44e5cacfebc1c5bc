//! Takes databases from files, and gives them as files.

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB};

use super::of_sqlite;
use super::watch::Watch;
use crate::session::{FileError, SessionError, file};

/// A database that came as a file.
#[derive(Debug)]
pub(super) struct Imported {
    pub(super) connection: Connection,
    /// Whether the file had a log, which did not come along.
    pub(super) had_log: bool,
}

/// Reads a file into memory, and looks through all of it.
pub(super) fn read(mut bytes: Vec<u8>, watch: &Watch) -> Result<Imported, SessionError> {
    let header = file::inspect(&bytes)?;
    if header.had_log {
        file::forget_log(&mut bytes);
    }
    let mut connection = Connection::open_in_memory().map_err(of_sqlite)?;
    for (config, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        connection.set_db_config(config, value).map_err(of_sqlite)?;
    }
    watch.set_up(&mut connection)?;
    connection
        .deserialize_read_exact(MAIN_DB, &bytes[..], bytes.len(), false)
        .map_err(of_sqlite)?;
    let message: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(of_sqlite)?;
    if message != "ok" {
        return Err(FileError::Damaged { message }.into());
    }
    Ok(Imported {
        connection,
        had_log: header.had_log,
    })
}

/// Whether SQLite can read a database at all: it opens any file, and looks into it only when it has to.
pub(super) fn check(connection: &Connection) -> Result<(), SessionError> {
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })
        .map(|_| ())
        .map_err(of_sqlite)
}

/// Copies a whole database over another, all of it or nothing.
pub(super) fn copy(from: &Connection, to: &mut Connection) -> Result<(), SessionError> {
    /// All pages at once: nobody else has the database open, so nobody waits.
    const ALL_PAGES: i32 = -1;
    to.flush_prepared_statement_cache();
    let backup = Backup::new(from, to).map_err(of_sqlite)?;
    match backup.step(ALL_PAGES).map_err(of_sqlite)? {
        StepResult::Done => Ok(()),
        other => Err(SessionError::Storage {
            message: format!("the copy ended early ({other:?})"),
        }),
    }
}

/// The bytes of a database as they would stand in a file.
pub(super) fn export(connection: &mut Connection) -> Result<Vec<u8>, SessionError> {
    let data = connection.serialize(MAIN_DB).map_err(of_sqlite)?;
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(data.len())
        .map_err(|_| SessionError::OutOfMemory)?;
    bytes.extend_from_slice(&data);
    Ok(bytes)
}
