//! Transactions that conflict: two connections to one database, whose statements come at given times, and what
//! SQLite answers to each.
//!
//! The answers and the locks are SQLite's own, of a rollback journal; time is virtual: a statement takes
//! [`STATEMENT_MS`], and between statements pass the pauses and back-offs that the scripts say. Nobody
//! sleeps and there are no threads, so a scenario comes out the same each time.
//!
//! A scenario is a file in `scenarios` and a line in [`SCENARIOS`]. Here they are described, and what
//! decides about a connection's next statement ([`player`]); the feature `engine` has what executes them.

mod backoff;
pub mod locks;
mod params;
pub mod player;
mod report;
mod scenarios;
mod script;

pub use backoff::Backoff;
pub use locks::LockState;
pub use params::{ATTEMPTS_MAX, BASE_MS, CAP_MS, ConflictParams, ConflictParamsError, HOLD_MS};
pub use report::{Account, Answer, Report, Step, Work, WorkEnd};
pub use script::{Action, OnBusy, OnError, Script, Unit};

/// How long a statement takes, in virtual milliseconds.
pub const STATEMENT_MS: f64 = 1.0;

/// How many connections there are.
pub const CONNECTIONS: usize = 2;

/// What every account holds at first; their ids are 1 and 2.
pub const BALANCE: i64 = 100;

/// The table, with a rule that may be broken in the middle of a transaction.
pub const TABLE: &str = "\
CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0))";

/// What a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Two that read and then write.
    Upgrade,
    /// A balance that two change at once.
    LostUpdate,
    /// A transaction that fails half-way.
    Rollback,
    /// A writer that readers keep waiting.
    Readers,
}

/// Two connections, and what each of them does.
#[derive(Debug)]
pub struct Scenario {
    /// Its name in links.
    pub id: &'static str,
    /// What it is about; scenarios of one topic are there to be compared.
    pub topic: Topic,
    /// What each connection does.
    pub scripts: fn(&ConflictParams) -> [Script; CONNECTIONS],
}

impl Scenario {
    /// The scenario of that name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<&'static Self> {
        SCENARIOS.into_iter().find(|scenario| scenario.id == id)
    }
}

/// All scenarios, those of a topic together.
pub const SCENARIOS: [&Scenario; 8] = [
    &scenarios::deferred_upgrade::SCENARIO,
    &scenarios::immediate_retry::SCENARIO,
    &scenarios::lost_update::SCENARIO,
    &scenarios::atomic_update::SCENARIO,
    &scenarios::transaction_retry::SCENARIO,
    &scenarios::rollback_on_error::SCENARIO,
    &scenarios::forgotten_rollback::SCENARIO,
    &scenarios::writer_waits::SCENARIO,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for scenario in SCENARIOS {
            assert!(Scenario::of_id(scenario.id).is_some());
            let same = SCENARIOS.iter().filter(|other| other.id == scenario.id);
            assert_eq!(same.count(), 1, "{} is taken", scenario.id);
            let scripts = (scenario.scripts)(&ConflictParams::DEFAULT);
            assert!(scripts.iter().all(|script| !script.units.is_empty()));
        }
        assert!(Scenario::of_id("").is_none());
    }
}
