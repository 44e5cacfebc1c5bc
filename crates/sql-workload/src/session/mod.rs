//! A database that somebody holds open and gives one command after another: what may be asked of it, and what
//! it answers. The feature `engine` has what carries the commands out.
//!
//! One database belongs to one session, and a person's own SQL reaches nothing else: no other file, no code
//! outside SQLite, and no more memory than [`LIMITS`] says.

pub mod cells;
mod error;
pub mod file;
mod message;
pub mod sqlite;

pub use cells::{Cell, Value};
pub use error::SessionError;
pub use file::{FileError, FileHeader, KnownFile};
pub use message::{
    Command, Description, Event, Execution, Exported, Loading, Open, Page, Persistence, Place,
    StatementReport, StoreName, Table, Unkept,
};
pub use sqlite::Build;

/// What a session holds at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a database.
    pub database_bytes: u64,
    /// Bytes of one SQL text.
    pub sql_bytes: u32,
    /// Bytes of one value, and of one row.
    pub value_bytes: u32,
    /// Rows of a result that are kept to be looked at. More are counted.
    pub kept_rows: u32,
    /// Bytes of a result that are kept to be looked at.
    pub kept_bytes: u32,
    /// Rows of one [`Page`].
    pub page_rows: u32,
    /// Bytes of one [`Page`]; it ends with the row that goes beyond them.
    pub page_bytes: u32,
    /// Statements of one SQL text that are reported one by one. More are counted.
    pub reported_statements: u32,
}

/// The limits of every session.
pub const LIMITS: Limits = Limits {
    database_bytes: 512 * 1024 * 1024,
    sql_bytes: 1024 * 1024,
    value_bytes: 64 * 1024 * 1024,
    kept_rows: 1_000_000,
    kept_bytes: 192 * 1024 * 1024,
    page_rows: 2_000,
    page_bytes: 4 * 1024 * 1024,
    reported_statements: 100,
};
