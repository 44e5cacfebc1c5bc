//! Why a command fails. The session goes on after any of these.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::file::FileError;

/// Why a session cannot begin, or a command fails.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SessionError {
    /// What SQLite says of a statement.
    #[error("{message}")]
    Sqlite {
        /// In its words.
        message: String,
        /// Its extended result code.
        code: i32,
        /// The byte of the SQL text at which it stopped reading, if it did.
        offset: Option<u32>,
    },
    /// A statement would reach beyond the session's database.
    #[error("not allowed here: {what}")]
    NotAllowed {
        /// Which of its parts.
        what: String,
        /// The byte of the SQL text at which the statement begins.
        offset: u32,
    },
    /// The person ended it. The data are as they were before the command, or, within a transaction, before
    /// the transaction.
    #[error("cancelled")]
    Cancelled,
    /// It took longer than it may.
    #[error("ended after {limit_ms} ms, which is as long as a command may take")]
    Deadline {
        /// How long that is.
        limit_ms: f64,
    },
    /// There is no memory left for it.
    #[error("out of memory")]
    OutOfMemory,
    /// A text, a page or a list of parameters is larger than it may be.
    #[error("{what} is {found}; give at most {max}")]
    TooLarge {
        /// What.
        what: String,
        /// How large it is.
        found: u64,
        /// How large it may be.
        max: u64,
    },
    /// Rows were asked for before a statement gave any.
    #[error("there is no result to show rows of")]
    NoResult,
    /// A pattern of this name is not known.
    #[error("there is no pattern {id:?}")]
    NoSuchPattern {
        /// The name.
        id: String,
    },
    /// What the library cannot do.
    #[error("{message}")]
    Library {
        /// Why.
        message: String,
    },
    /// An import would take the place of what is there.
    #[error("the database holds {tables} tables; say that they may be replaced")]
    NotEmpty {
        /// How many.
        tables: u32,
    },
    /// A file that cannot be opened.
    #[error(transparent)]
    File(#[from] FileError),
    /// A command that needs a file came without one.
    #[error("the command came without a file")]
    NoFile,
    /// A name that a database cannot have.
    #[error("the name is {found:?}; give 1 to 40 of a to z, 0 to 9 and hyphens")]
    Name {
        /// The name.
        found: String,
    },
    /// Another tab has the database open.
    #[error("the database {name} is open in another tab; close it there, or choose another")]
    InUse {
        /// Its name.
        name: String,
    },
    /// The browser's storage failed.
    #[error("the browser's storage failed: {message}")]
    Storage {
        /// In its words.
        message: String,
    },
}
