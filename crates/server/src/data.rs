//! The database: a library of books in a file that all workers share, with one connection of each worker
//! that writes and several that read.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sql_workload::Spec;
use sql_workload::engine::rusqlite::{self, Connection};
use sql_workload::engine::{EngineError, open};
use tempfile::TempDir;

use crate::pool::{Computed, Going, Pool, PoolError, PoolStatus};

/// What the library holds at first.
const SPEC: Spec = Spec::DEFAULT;

/// Connections of a worker that read.
const READERS: usize = 4;

/// Queries that may wait for a reader, and books that may wait to be written.
const QUERIES_MAX: usize = 64;

/// How many of SQLite's instructions lie between two looks at whether anyone still waits: some ten
/// microseconds.
const LOOK_INTERVAL: i32 = 1_000;

/// Where the library lies.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    /// Removed, with all that is in it, when the server ends.
    _folder: Option<TempDir>,
}

/// Why there is no library.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// See [`EngineError`].
    #[error("the database cannot be used: {0}")]
    Engine(#[from] EngineError),
    /// The system refuses a folder or a thread.
    #[error("the database cannot be used: {0}")]
    System(#[from] io::Error),
}

impl From<rusqlite::Error> for DataError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error.into())
    }
}

impl Place {
    /// Of the library in a file, which is made if it is absent; without one, of a new library that is gone
    /// when the server ends.
    pub fn prepare(file: Option<&Path>) -> Result<Self, DataError> {
        let (path, folder) = if let Some(file) = file {
            (std::path::absolute(file)?, None)
        } else {
            let folder = tempfile::Builder::new()
                .prefix("perf-playground-")
                .tempdir()?;
            (folder.path().join("library.db"), Some(folder))
        };
        // Before any worker is started: what none could use is said once.
        drop(open(&path, &SPEC)?);
        Ok(Self {
            path,
            _folder: folder,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A worker's connections.
#[derive(Debug)]
pub struct Data {
    readers: Pool<Connection>,
    writer: Pool<Connection>,
    /// How many books the library held at first.
    generated: i64,
}

impl Data {
    /// The most authors that can be asked for.
    pub const AUTHORS_MAX: u32 = SPEC.authors();

    /// To the library in that file.
    pub fn connect(path: &Path) -> Result<Self, DataError> {
        let writer = open(path, &SPEC)?;
        let mut readers = Vec::new();
        for _ in 0..READERS {
            let reader = open(path, &SPEC)?;
            // What only reads cannot write by mistake.
            reader.pragma_update(None, "query_only", true)?;
            readers.push(reader);
        }
        Ok(Self {
            readers: Pool::start("reader", readers, QUERIES_MAX)?,
            writer: Pool::start("writer", [writer], QUERIES_MAX)?,
            generated: i64::from(SPEC.books),
        })
    }

    /// How many books the library held at first; their ids are those from 1 to this.
    pub(crate) const fn generated(&self) -> i64 {
        self.generated
    }

    /// Reads by one of the connections, once one is free. A statement ends when the future is dropped.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        name: &'static str,
        within: Duration,
        work: impl FnOnce(&Connection, &Going) -> T + Send + 'static,
    ) -> Result<Computed<T>, PoolError> {
        let job = move |connection: &mut Connection, going: &Going| {
            look_at(connection, going);
            work(connection, going)
        };
        self.readers.run(name, within, job).await
    }

    /// Writes, after all who came before.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        name: &'static str,
        within: Duration,
        work: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<Computed<T>, PoolError> {
        let job = move |connection: &mut Connection, going: &Going| {
            look_at(connection, going);
            work(connection)
        };
        self.writer.run(name, within, job).await
    }

    /// How the connections that read stand.
    pub(crate) fn status(&self) -> PoolStatus {
        self.readers.status()
    }
}

/// Lets statements end when nobody waits for them any longer.
fn look_at(connection: &mut Connection, going: &Going) {
    let going = going.clone();
    let set = connection.progress_handler(LOOK_INTERVAL, Some(move || going.on().is_err()));
    if let Err(error) = set {
        tracing::warn!(%error, "statements cannot be interrupted");
    }
}
