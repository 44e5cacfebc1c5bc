//! The library in SQLite: made, read and added to, with every statement counted and timed.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use sql_workload::engine::{self, rusqlite::Connection};
//! use sql_workload::wire::{Line, Wire};
//! use sql_workload::{Pattern, Spec};
//!
//! let mut connection = Connection::open_in_memory()?;
//! engine::prepare_connection(&connection)?;
//! engine::create(&mut connection, &Spec { books: 1_000, ..Spec::DEFAULT })?;
//!
//! // In milliseconds since any moment; a program has one that moves.
//! let clock = || 0.0;
//! let mut run = |id| {
//!     let pattern = Pattern::of_id(id).expect("it is registered");
//!     let params = pattern.defaults();
//!     engine::run(&connection, pattern, params, &clock, &mut |_| ControlFlow::Continue(()))
//! };
//! let (one, other) = (run("n-plus-one")?, run("join")?);
//! assert_eq!(one.digest, other.digest);
//!
//! // A query for the authors and one for each of 100, at a round trip of 2 ms.
//! let line = Line::of(&one.trace.totals, &Wire::of_round_trip(2.0));
//! assert!((line.total_ms(2.0) - 202.0).abs() < 1e-9);
//! # Ok::<(), engine::EngineError>(())
//! ```

pub mod conflict;
mod create;
mod explain;
mod found;
mod read;
mod recorder;
mod run;
pub mod session;
mod write;

use rusqlite::ffi::ErrorCode;

#[cfg(not(target_family = "wasm"))]
pub use create::open;
pub use create::{Held, Loading, create, inspect, load, prepare_connection, spec};
pub use explain::explain;
pub use found::Found;
pub(crate) use read::book_at;
pub use read::{book, read};
pub use recorder::{Prepared, Preparing, Recorder, Text};
pub use run::run;
pub(crate) use run::{Job, Runner, order};
pub use rusqlite;
pub use write::{Added, add};

use crate::spec::{ParamsError, SpecError};

/// Why the library does not answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
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
    /// The database says nothing of what was generated, as one does whose tables somebody took away.
    #[error("the database holds no library; generate one")]
    NoLibrary,
    /// A run would end a transaction that is not its own.
    #[error("a transaction is open; commit it or roll it back")]
    InTransaction,
    /// A library that cannot be had.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A run that cannot be had.
    #[error(transparent)]
    Params(#[from] ParamsError),
    /// A database returned text that is no JSON where JSON was asked for.
    #[error("the list of books is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Somebody ended it, between two statements or within one.
    #[error("interrupted")]
    Interrupted,
    /// What SQLite says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) {
            return Self::Interrupted;
        }
        Self::Sqlite(error)
    }
}

impl EngineError {
    /// Whether another connection holds a lock, and held it for longer than this one waits.
    #[must_use]
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
