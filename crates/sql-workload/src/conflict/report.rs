//! What a scenario gives.

use serde::{Deserialize, Serialize};

use super::CONNECTIONS;
use super::locks::LockState;
use super::params::ConflictParams;

/// What the database said to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// A transaction began or ended.
    Done,
    /// It read these balances.
    Balances {
        /// In the statement's order.
        balances: Vec<i64>,
    },
    /// It changed so many rows.
    Changed {
        /// How many.
        rows: u64,
    },
    /// Another connection holds a lock that does not go with it.
    Busy {
        /// SQLite's extended result code: 5 is `SQLITE_BUSY`.
        code: i32,
    },
    /// It failed.
    Failed {
        /// SQLite's extended result code.
        code: i32,
        /// In its words.
        message: String,
    },
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Who executed it: 0 or 1.
    pub connection: usize,
    /// For which of that connection's units, counted from 0.
    pub unit: usize,
    /// When, in virtual milliseconds.
    pub at_ms: f64,
    /// How long it took, in virtual milliseconds: [`STATEMENT_MS`](super::STATEMENT_MS).
    pub duration_ms: f64,
    /// The statement.
    pub sql: String,
    /// What its parameter was bound to, if it has one.
    pub parameter: Option<i64>,
    /// What came of it.
    pub answer: Answer,
    /// How long the connection backs off after it, in virtual milliseconds, if it does.
    pub backoff_ms: Option<f64>,
    /// Whether the connection is in a transaction after it.
    pub in_transaction: bool,
    /// What each connection has of the file after it.
    pub locks: [LockState; CONNECTIONS],
}

/// How a unit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkEnd {
    /// The program was told that all of it was done.
    Acknowledged,
    /// It was busy for as often as it was tried.
    GaveUp,
    /// It failed, and the program was told so.
    Failed,
}

/// What came of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    /// Whose: 0 or 1.
    pub connection: usize,
    /// Which of the connection's units, counted from 0.
    pub unit: usize,
    /// When it ended, in virtual milliseconds.
    pub end_ms: f64,
    /// How often it was busy.
    pub busy: u32,
    /// How it ended.
    pub end: WorkEnd,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its key.
    pub id: i64,
    /// What it holds.
    pub balance: i64,
}

/// What a scenario came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The scenario's name.
    pub scenario: String,
    /// How it was played.
    pub params: ConflictParams,
    /// By time; of two at one time the first connection's comes first.
    pub steps: Vec<Step>,
    /// What came of all units, by end.
    pub works: Vec<Work>,
    /// Whether each connection was left in a transaction when it was closed, which then was rolled back.
    pub left_open: [bool; CONNECTIONS],
    /// What the table holds when both connections are closed.
    pub found: Vec<Account>,
    /// What it would hold if all that was acknowledged had been done, and nothing else.
    pub expected: Vec<Account>,
    /// What `PRAGMA integrity_check` says: `ok`.
    pub integrity: String,
}

impl Report {
    /// Whether something was lost that was acknowledged, or is there that was not.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.found != self.expected
    }

    /// How many statements found the database busy.
    #[must_use]
    pub fn busy(&self) -> usize {
        let is_busy = |step: &&Step| matches!(step.answer, Answer::Busy { .. });
        self.steps.iter().filter(is_busy).count()
    }

    /// When the last statement ended, in virtual milliseconds.
    #[must_use]
    pub fn end_ms(&self) -> f64 {
        let ends = self.steps.iter().map(|step| step.at_ms + step.duration_ms);
        ends.fold(0.0, f64::max)
    }
}
