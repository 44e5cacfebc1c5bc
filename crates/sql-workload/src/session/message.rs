//! What the page and a session say to each other.

use serde::{Deserialize, Serialize};

use super::cells::Value;
use super::error::SessionError;
use super::sqlite::Build;
use crate::conflict::{ConflictParams, Report};
use crate::plan::Plan;
use crate::spec::{Params, Spec};
use crate::trace::{Cost, Outcome, Totals};

/// The longest name of a database that outlives its session.
const NAME_MAX: usize = 40;

/// The folder of all databases in the browser's storage.
const FOLDER: &str = "perf-playground/databases";

/// The name of a database in the browser's storage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StoreName(String);

impl StoreName {
    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the database and nothing else, from the root of the site's storage: names between
    /// slashes.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{FOLDER}/{}", self.0)
    }
}

impl TryFrom<String> for StoreName {
    type Error = SessionError;

    fn try_from(name: String) -> Result<Self, SessionError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=NAME_MAX).contains(&name.len()) && name.chars().all(fits) {
            Ok(Self(name))
        } else {
            Err(SessionError::Name { found: name })
        }
    }
}

impl From<StoreName> for String {
    fn from(name: StoreName) -> Self {
        name.0
    }
}

/// Where a database lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Place {
    /// In memory: gone with the session.
    Memory,
    /// In the browser's storage for this site: there again when a session is opened under the same name.
    Stored {
        /// Its name.
        name: StoreName,
    },
}

/// Begins a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Open {
    /// Where the database lies.
    pub place: Place,
    /// How long a command may take, in milliseconds; for pages that cannot cancel it.
    pub limit_ms: Option<f64>,
}

/// Why a database that was to be stored is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Unkept {
    /// The browser has no such storage, or none that a worker can use without waiting.
    Unsupported,
    /// The browser keeps nothing for this site, as in some private windows.
    Denied {
        /// In its words.
        message: String,
    },
}

/// Whether a database outlives its session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Persistence {
    /// It does not, as was asked for.
    Memory,
    /// It does.
    Stored {
        /// Its name.
        name: StoreName,
    },
    /// It does not, although that was asked for.
    MemoryInstead {
        /// Why.
        reason: Unkept,
    },
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Command {
    /// Tells what the database is and holds: [`Event::Described`].
    Describe,
    /// Makes a library, in place of the one that is there: [`Event::Loading`], then [`Event::Described`].
    Generate {
        /// What it holds.
        spec: Spec,
    },
    /// Runs a pattern on the library: [`Event::Running`], then [`Event::Ran`].
    Run {
        /// The pattern's name.
        pattern: String,
        /// How large.
        params: Params,
    },
    /// Executes statements, one after another, up to the first that fails: [`Event::Executed`] with the first
    /// page of the rows of the last that had any.
    Execute {
        /// The statements; with `parameters` one.
        sql: String,
        /// What its parameters are bound to.
        parameters: Vec<Value>,
        /// What the first page holds.
        page: Page,
    },
    /// Shows other rows of the result that is kept: [`Event::Rows`].
    Rows(Page),
    /// Tells how SQLite would go about a statement, without executing it: [`Event::Explained`].
    Explain {
        /// The statement.
        sql: String,
    },
    /// Takes the database that comes with the command: [`Event::Described`].
    Import {
        /// Whether it may take the place of tables that are there.
        replace: bool,
    },
    /// Gives the whole database as a file: [`Event::Exported`], with the bytes beside it.
    Export,
    /// Plays a scenario of conflict on a database of its own, and leaves the session's as it is:
    /// [`Event::Conflicted`].
    Conflict {
        /// The scenario's name.
        scenario: String,
        /// How it is played.
        params: ConflictParams,
    },
}

/// A stretch of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Its first row, counted from zero.
    pub first: u32,
    /// How many rows, if there are as many.
    pub rows: u32,
    /// So many bytes of each text and blob.
    pub cell_bytes: u32,
}

/// What a command brings about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// The database as it is now.
    Described(Description),
    /// How far a library is.
    Loading(Loading),
    /// What a run has executed so far.
    Running(Totals),
    /// What a run gave.
    Ran(Outcome),
    /// What statements gave; the rows of `page` come beside it, as [`super::cells::rows`] reads them.
    Executed(Execution),
    /// The page that comes beside it.
    Rows(Page),
    /// How SQLite would go about it.
    Explained(Plan),
    /// The file that comes beside it.
    Exported(Exported),
    /// What a scenario came to.
    Conflicted(Report),
}

/// How far a library is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Loading {
    /// Rows that are in their tables; what follows the last are the indices.
    pub rows: u32,
    /// All rows.
    pub rows_total: u32,
}

/// A database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// By which SQLite it is held.
    pub build: Build,
    /// Whether it outlives the session.
    pub persistence: Persistence,
    /// Its size.
    pub bytes: u64,
    /// Its tables, sorted by name, the first hundred.
    pub tables: Vec<Table>,
    /// How many tables it has.
    pub table_count: u32,
    /// What its library was made of, if it holds one.
    pub library: Option<Spec>,
    /// Whether the file that it was imported from had a log, whose changes did not come along.
    pub had_log: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
}

/// What statements gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    /// Each of the first hundred.
    pub statements: Vec<StatementReport>,
    /// All of them together.
    pub totals: Totals,
    /// The columns of the result that is kept; none where no statement had any.
    pub columns: Vec<String>,
    /// How many rows the result has.
    pub rows: u64,
    /// How many of them are kept, from the first on.
    pub kept_rows: u32,
    /// Whether a transaction is open now.
    pub in_transaction: bool,
    /// The page that comes beside this.
    pub page: Page,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementReport {
    /// The byte of the SQL text at which it begins.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Whether it changes nothing.
    pub is_read_only: bool,
    /// What it took.
    pub cost: Cost,
}

/// A database as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Its size.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["library", "a-1", &"x".repeat(40)] {
            let name = StoreName::try_from(name.to_owned()).expect("plain");
            assert_eq!(String::from(name.clone()), name.as_str());
            assert!(name.folder().ends_with(&format!("/{}", name.as_str())));
        }
        for name in ["", "A", "a b", "../x", &"x".repeat(41)] {
            let error = StoreName::try_from(name.to_owned()).expect_err(name);
            assert!(error.to_string().starts_with("the name is "), "{error}");
        }
    }
}
