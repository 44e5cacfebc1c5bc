//! The scenarios, a file each: what both connections do.

pub(super) mod atomic_update;
pub(super) mod deferred_upgrade;
pub(super) mod forgotten_rollback;
pub(super) mod immediate_retry;
pub(super) mod lost_update;
pub(super) mod rollback_on_error;
pub(super) mod transaction_retry;
pub(super) mod writer_waits;

use super::params::ConflictParams;
use super::script::{Action, OnBusy, OnError, Script, Unit};

const BEGIN: Action = Action::Control("BEGIN");
const BEGIN_IMMEDIATE: Action = Action::Control("BEGIN IMMEDIATE");
const COMMIT: Action = Action::Control("COMMIT");
const READ: Action = Action::Read("SELECT balance FROM accounts WHERE id = 1");

const SET: &str = "UPDATE accounts SET balance = ?1 WHERE id = 1";

/// How much later the second connection begins, in milliseconds: between two statements of the first.
const LATER_MS: f64 = 1.5;

/// What each of two adds to the first account.
const ADDED: [i64; 2] = [10, 20];

/// Both add to the first account, in the way that `actions` has for an amount.
fn both_add(on_busy: [OnBusy; 2], actions: impl Fn(i64) -> Vec<Action>) -> [Script; 2] {
    let unit = |connection: usize, start_ms| Unit {
        start_ms,
        actions: actions(ADDED[connection]),
        effect: [ADDED[connection], 0],
        on_busy: on_busy[connection],
        on_error: OnError::Rollback,
    };
    [
        Script {
            units: vec![unit(0, 0.0)],
        },
        Script {
            units: vec![unit(1, LATER_MS)],
        },
    ]
}

/// Reads the balance, thinks, and writes what is to be there afterwards.
fn read_then_write(params: &ConflictParams, add: i64) -> [Action; 3] {
    [
        READ,
        Action::Pause(params.hold_ms),
        Action::WriteRead { sql: SET, add },
    ]
}

/// The same within a transaction.
fn transaction(begin: Action, params: &ConflictParams, add: i64) -> Vec<Action> {
    let mut actions = vec![begin];
    actions.extend(read_then_write(params, add));
    actions.push(COMMIT);
    actions
}

/// A statement that adds to the first account, and lets the database do the sum.
const fn add(amount: i64) -> Action {
    Action::Write {
        sql: "UPDATE accounts SET balance = balance + ?1 WHERE id = 1",
        parameter: Some(amount),
    }
}

/// More than the first account has.
const TOO_MUCH: i64 = 150;

/// The first connection pays more than there is, which fails half-way, and is then somebody else's, who takes
/// 10 from the first account. The second connection adds 5 to it meanwhile.
fn failed_payment(params: &ConflictParams, on_error: OnError) -> [Script; 2] {
    let statement = OnBusy::Statement { patience: 1 };
    let credit = Action::Write {
        sql: "UPDATE accounts SET balance = balance + ?1 WHERE id = 2",
        parameter: Some(TOO_MUCH),
    };
    let pause = Action::Pause(params.hold_ms);
    let payment = Unit {
        start_ms: 0.0,
        actions: vec![BEGIN_IMMEDIATE, credit, pause, add(-TOO_MUCH), COMMIT],
        effect: [-TOO_MUCH, TOO_MUCH],
        on_busy: statement,
        on_error,
    };
    let single = |start_ms, amount| Unit {
        start_ms,
        actions: vec![add(amount)],
        effect: [amount, 0],
        on_busy: statement,
        on_error: OnError::Rollback,
    };
    let next = single(params.hold_ms + 10.0, -10);
    [
        Script {
            units: vec![payment, next],
        },
        Script {
            units: vec![single(LATER_MS, 5)],
        },
    ]
}
