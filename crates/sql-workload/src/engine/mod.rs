//! The library in SQLite: made, read and added to.

mod create;
mod read;
mod write;

use std::convert::Infallible;

use rusqlite::ffi::ErrorCode;
use rusqlite::{Connection, StatementStatus};

pub use create::{create, open};
pub use read::{book, read};
pub use rusqlite;
pub use write::{Added, add};

use crate::library::Statistics;

/// Why the library does not answer. `I` is why whoever waits interrupts.
#[derive(Debug, thiserror::Error)]
pub enum EngineError<I = Infallible> {
    /// The file is of another program, or of another version of this one.
    #[error(
        "{path} holds another database (application {application:#x}, version {version}); name another file, or none"
    )]
    Foreign {
        /// Where it lies.
        path: String,
        /// What it says of itself.
        application: i32,
        /// What it says of itself.
        version: i32,
    },
    /// There is no such author.
    #[error("there is no author {id}")]
    NoSuchAuthor {
        /// Who was named.
        id: i64,
    },
    /// As many books were added as may be.
    #[error("{added} books were added already, which is as many as may be")]
    Full {
        /// How many.
        added: i64,
    },
    /// Somebody ended it between two statements.
    #[error("interrupted")]
    Interrupted(I),
    /// What SQLite says, which may be that it was interrupted within a statement.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl<I> EngineError<I> {
    /// Whether somebody ended it.
    pub fn is_interrupted(&self) -> bool {
        match self {
            Self::Interrupted(_) => true,
            Self::Sqlite(error) => {
                error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
            }
            _ => false,
        }
    }

    /// Whether another connection holds a lock, and held it for longer than this one waits.
    pub fn is_locked(&self) -> bool {
        let Self::Sqlite(error) = self else {
            return false;
        };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
    }
}

/// What SQLite counts for each statement, until it is told to begin anew.
const COUNTERS: [StatementStatus; 3] = [
    StatementStatus::VmStep,
    StatementStatus::FullscanStep,
    StatementStatus::Sort,
];

/// Executes statements, and counts what they take.
pub(crate) struct Counted<'a, I> {
    connection: &'a Connection,
    /// Called before each statement.
    before: &'a mut dyn FnMut() -> Result<(), I>,
    statistics: Statistics,
}

impl<'a, I> Counted<'a, I> {
    pub(crate) fn new(
        connection: &'a Connection,
        before: &'a mut dyn FnMut() -> Result<(), I>,
    ) -> Self {
        Self {
            connection,
            before,
            statistics: Statistics::default(),
        }
    }

    /// Executes a statement, which is prepared once for each connection, and gives each row to `each`.
    pub(crate) fn query(
        &mut self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), EngineError<I>> {
        (self.before)().map_err(EngineError::Interrupted)?;
        let mut statement = self.connection.prepare_cached(sql)?;
        // Where it was interrupted before, that is no work of this time.
        for status in COUNTERS {
            statement.reset_status(status);
        }
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            each(row)?;
            self.statistics.rows += 1;
        }
        drop(rows);
        self.statistics.statements += 1;
        let [vm_steps, full_scan_steps, sorts] =
            COUNTERS.map(|status| u64::try_from(statement.get_status(status)).unwrap_or(0));
        self.statistics.vm_steps += vm_steps;
        self.statistics.full_scan_steps += full_scan_steps;
        self.statistics.sorts += sorts;
        Ok(())
    }

    pub(crate) fn statistics(self) -> Statistics {
        self.statistics
    }
}
