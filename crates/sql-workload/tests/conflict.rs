//! Transactions that conflict, on two connections to one database in memory; and that database held to the
//! files of the machine.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use sql_workload::conflict::{
    Account, Answer, ConflictParams, LockState, Report, SCENARIOS, Step, WorkEnd,
};
use sql_workload::engine::conflict::{SharedDatabase, play};
use sql_workload::engine::rusqlite::{Connection, ErrorCode};
use sql_workload::engine::session::{Outside, Session};
use sql_workload::session::{Command, Event, Persistence};

fn played(id: &str) -> Report {
    let report = play(id, &ConflictParams::DEFAULT).unwrap();
    assert_eq!(report.integrity, "ok");
    report
}

/// The balances of both accounts.
fn balances(accounts: &[Account]) -> Vec<i64> {
    accounts.iter().map(|account| account.balance).collect()
}

/// How the units of a connection ended.
fn ends(report: &Report, connection: usize) -> Vec<WorkEnd> {
    let works = report.works.iter();
    let of_it = works.filter(|work| work.connection == connection);
    of_it.map(|work| work.end).collect()
}

fn is_busy(step: &Step) -> bool {
    matches!(step.answer, Answer::Busy { .. })
}

#[test]
fn an_upgrade_cannot_be_waited_for() {
    let report = played("deferred-upgrade");
    assert_eq!(ends(&report, 0), [WorkEnd::Acknowledged]);
    assert_eq!(ends(&report, 1), [WorkEnd::GaveUp]);
    // It got the lock however often it was tried: never.
    let tries: Vec<_> = report
        .steps
        .iter()
        .filter(|step| step.connection == 1 && step.sql.starts_with("UPDATE"))
        .collect();
    assert_eq!(tries.len(), 8);
    assert!(
        tries
            .iter()
            .all(|step| step.answer == Answer::Busy { code: 5 })
    );
    // The first cannot commit either, as long as the second reads.
    let commit = report
        .steps
        .iter()
        .find(|step| step.sql == "COMMIT")
        .unwrap();
    assert!(is_busy(commit) && commit.in_transaction);
    assert_eq!(commit.locks, [LockState::Pending, LockState::Shared]);
    assert_eq!(balances(&report.found), [110, 100]);
    assert!(!report.is_wrong());
}

#[test]
fn who_says_at_once_that_it_will_write_can_wait() {
    let report = played("immediate-retry");
    for connection in [0, 1] {
        assert_eq!(ends(&report, connection), [WorkEnd::Acknowledged]);
    }
    let busy: Vec<_> = report.steps.iter().filter(|step| is_busy(step)).collect();
    assert!(!busy.is_empty());
    for step in busy {
        assert_eq!(
            (step.sql.as_str(), step.in_transaction),
            ("BEGIN IMMEDIATE", false)
        );
        assert!(step.backoff_ms.is_some());
        // The readers that there are may go on beside it.
        assert_eq!(step.locks[1], LockState::None);
    }
    assert_eq!(balances(&report.found), [130, 100]);
    assert!(!report.is_wrong());
}

#[test]
fn an_update_is_lost_without_a_transaction() {
    let report = played("lost-update");
    assert_eq!(report.busy(), 0);
    assert_eq!(balances(&report.expected), [130, 100]);
    assert_eq!(balances(&report.found), [120, 100]);
    assert!(report.is_wrong());
    for id in ["atomic-update", "transaction-retry"] {
        let report = played(id);
        assert_eq!(balances(&report.found), [130, 100], "{id}");
        assert!(!report.is_wrong(), "{id}");
    }
    // Who begins anew reads anew.
    let retried = played("transaction-retry");
    let last = retried.steps.iter().filter_map(|step| step.parameter).max();
    assert_eq!(last, Some(130));
}

#[test]
fn an_error_is_undone_where_it_is_rolled_back() {
    let report = played("rollback-on-error");
    assert_eq!(ends(&report, 0), [WorkEnd::Failed, WorkEnd::Acknowledged]);
    assert_eq!(ends(&report, 1), [WorkEnd::Acknowledged]);
    assert_eq!(balances(&report.found), [95, 100]);
    assert!(!report.is_wrong());
    let failed = report.steps.iter().find_map(|step| match &step.answer {
        Answer::Failed { code, message } => Some((*code, message.clone(), step.in_transaction)),
        _ => None,
    });
    let (code, message, in_transaction) = failed.unwrap();
    // SQLITE_CONSTRAINT_CHECK; the statement is undone, and the transaction is not.
    assert_eq!((code, in_transaction), (275, true));
    assert!(message.contains("CHECK constraint failed"), "{message}");
}

#[test]
fn a_forgotten_rollback_shuts_others_out_and_takes_the_next_along() {
    let report = played("forgotten-rollback");
    assert_eq!(ends(&report, 0), [WorkEnd::Failed, WorkEnd::Acknowledged]);
    assert_eq!(ends(&report, 1), [WorkEnd::GaveUp]);
    assert_eq!(report.left_open, [true, false]);
    assert_eq!(balances(&report.expected), [90, 100]);
    assert_eq!(balances(&report.found), [100, 100]);
    assert!(report.is_wrong());
}

#[test]
fn a_writer_waits_for_a_reader_and_keeps_others_from_reading() {
    let report = played("writer-waits");
    let mut steps = report.steps.iter();
    let waiting = steps.find(|step| is_busy(step)).unwrap();
    assert_eq!((waiting.connection, waiting.sql.as_str()), (0, "COMMIT"));
    assert_eq!(waiting.locks, [LockState::Pending, LockState::Shared]);
    let shut_out = steps
        .find(|step| step.connection == 1 && is_busy(step))
        .unwrap();
    assert!(shut_out.sql.starts_with("SELECT"));
    assert_eq!(shut_out.locks, [LockState::Pending, LockState::None]);
    let read = report.steps.iter().filter_map(|step| match &step.answer {
        Answer::Balances { balances } => Some(balances[0]),
        _ => None,
    });
    assert_eq!(read.collect::<Vec<_>>(), [100, 150]);
    assert!(!report.is_wrong());
}

#[test]
fn a_scenario_comes_out_the_same_each_time_and_travels() {
    for scenario in SCENARIOS {
        let report = played(scenario.id);
        assert_eq!(report, played(scenario.id));
        let json = serde_json::to_string(&report).unwrap();
        let read: Report = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&read.works.len(), &read.found),
            (&report.works.len(), &report.found)
        );
        let answers = |report: &Report| {
            report
                .steps
                .iter()
                .map(|step| step.answer.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(answers(&read), answers(&report));
    }
    let error = play("none", &ConflictParams::DEFAULT).unwrap_err();
    assert_eq!(error.to_string(), "there is no scenario \"none\"");
    let params = ConflictParams {
        attempts_max: 1,
        ..ConflictParams::DEFAULT
    };
    let error = play("lost-update", &params).unwrap_err();
    assert_eq!(error.to_string(), "attemptsMax is 1; give 2 to 20");
}

#[test]
fn a_session_plays_one_beside_its_own_database() {
    let outside = Outside {
        now_ms: || 0.0,
        is_cancelled: || false,
    };
    let connection = Connection::open_in_memory().unwrap();
    let mut session = Session::new(connection, Persistence::Memory, None, outside).unwrap();
    let mut told = |command| {
        let mut events = Vec::new();
        let done = session.command(command, None, &mut |event, _| events.push(event));
        done.map(|()| events)
    };
    let conflict = |scenario: &str| Command::Conflict {
        scenario: scenario.to_owned(),
        params: ConflictParams::DEFAULT,
    };
    let before = told(Command::Describe).unwrap();
    let Event::Conflicted(report) = told(conflict("lost-update")).unwrap().remove(0) else {
        panic!("no report");
    };
    assert!(report.is_wrong());
    assert_eq!(told(Command::Describe).unwrap(), before);
    let error = told(conflict("none")).unwrap_err();
    assert_eq!(error.to_string(), "there is no scenario \"none\"");
}

fn params() -> impl Strategy<Value = ConflictParams> {
    (
        2_u32..=20,
        0.5..50.0_f64,
        1.0..500.0_f64,
        0.0..100.0_f64,
        any::<u32>(),
    )
        .prop_map(
            |(attempts_max, base_ms, cap_ms, hold_ms, seed)| ConflictParams {
                attempts_max,
                base_ms,
                cap_ms,
                hold_ms,
                seed,
            },
        )
}

// Two connections that do anything at any time

#[derive(Clone, Copy, Debug)]
enum Does {
    Sql(&'static str),
    /// Takes from one account and gives to another, in a statement.
    Transfer(u32, u32, u32),
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        3 => prop_oneof![
            Just("BEGIN"),
            Just("BEGIN IMMEDIATE"),
            Just("BEGIN EXCLUSIVE"),
            Just("COMMIT"),
            Just("COMMIT"),
            Just("ROLLBACK"),
            Just("SELECT sum(balance) FROM accounts"),
            Just("SELECT sum(balance) FROM accounts"),
            // Fails half-way, and undoes what it did.
            Just("UPDATE accounts SET balance = balance - 1 - (id > 30) * 6000"),
        ].prop_map(Does::Sql),
        2 => (1_u32..=ACCOUNTS, 1_u32..=ACCOUNTS, 1_u32..50)
            .prop_map(|(from, to, amount)| Does::Transfer(from, to, amount)),
    ]
}

const ACCOUNTS: u32 = 60;

/// More rows than fit on a page, and fewer pages in memory than there are, so that a transaction writes to the
/// file before it commits.
fn accounts(connection: &Connection) {
    connection
        .execute_batch(
            "CREATE TABLE accounts (
                 id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 40), filler TEXT
             );
             WITH RECURSIVE ids (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < 60)
             INSERT INTO accounts SELECT id, 100, printf('%.900c', 'x') FROM ids;",
        )
        .unwrap();
}

fn set_up(connection: &Connection) {
    connection.busy_timeout(Duration::ZERO).unwrap();
    connection.pragma_update(None, "cache_size", 2).unwrap();
    sum(connection).unwrap();
}

fn sum(connection: &Connection) -> Result<i64, ErrorCode> {
    let sum = connection.query_row("SELECT sum(balance) FROM accounts", [], |row| row.get(0));
    sum.map_err(|error| error.sqlite_error_code().unwrap())
}

/// What came of a statement: what it read, or how many rows it changed, or SQLite's code.
fn execute(connection: &Connection, does: Does) -> Result<i64, ErrorCode> {
    let done = match does {
        Does::Sql(sql) if sql.starts_with("SELECT") => return sum(connection),
        Does::Sql(sql) => connection.execute(sql, []).map(|_| 0),
        Does::Transfer(from, to, amount) => connection
            .execute(
                "UPDATE accounts SET balance = balance + (id = ?2) * ?3 - (id = ?1) * ?3
                 WHERE id IN (?1, ?2)",
                (from, to, amount),
            )
            .map(|rows| i64::try_from(rows).unwrap()),
    };
    done.map_err(|error| error.sqlite_error_code().unwrap())
}

fn integrity(connection: &Connection) -> String {
    connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap()
}

fn pair_in_memory(database: &SharedDatabase) -> [Connection; 2] {
    let connections = [database.connect().unwrap(), database.connect().unwrap()];
    accounts(&connections[0]);
    connections.iter().for_each(set_up);
    connections
}

fn pair_on_disk(path: &Path) -> [Connection; 2] {
    let connections = [
        Connection::open(path).unwrap(),
        Connection::open(path).unwrap(),
    ];
    for connection in &connections {
        // Nobody pulls a plug, and a disk that is waited for takes minutes.
        connection
            .pragma_update(None, "synchronous", "off")
            .unwrap();
    }
    accounts(&connections[0]);
    connections.iter().for_each(set_up);
    connections
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_is_lost_however_a_scenario_is_played(params in params()) {
        for scenario in SCENARIOS {
            let report = play(scenario.id, &params).unwrap();
            prop_assert_eq!(&report.integrity, "ok");
            let loses = ["lost-update", "forgotten-rollback"].contains(&scenario.id);
            prop_assert!(loses || !report.is_wrong(), "{} {:?}", scenario.id, report);
            prop_assert!(report.steps.is_sorted_by(|one, next| one.at_ms <= next.at_ms));
            if scenario.id == "deferred-upgrade" && report.busy() > 0 {
                prop_assert_eq!(ends(&report, 1), [WorkEnd::GaveUp]);
            }
        }
    }

    #[test]
    fn any_order_keeps_the_sum_and_answers_as_a_disk_does(
        order in prop::collection::vec((0_usize..2, does()), 1..60),
    ) {
        let database = SharedDatabase::new().unwrap();
        let memory = pair_in_memory(&database);
        let folder = tempfile::tempdir().unwrap();
        let disk = pair_on_disk(&folder.path().join("accounts.db"));
        for (who, does) in order {
            let answer = execute(&memory[who], does);
            prop_assert_eq!(answer, execute(&disk[who], does), "{} {:?}", who, does);
            if let (Does::Sql(sql), Ok(sum)) = (does, answer) && sql.starts_with("SELECT") {
                prop_assert_eq!(sum, 6_000);
            }
            prop_assert_eq!(memory[who].is_autocommit(), disk[who].is_autocommit());
            let [one, other] = database.lock_states()[..] else {
                panic!("two connections");
            };
            let is_alone = |state| state < LockState::Exclusive;
            prop_assert!(one == LockState::None || is_alone(other));
            prop_assert!(other == LockState::None || is_alone(one));
            prop_assert!(one.min(other) < LockState::Reserved);
        }
        for connection in &memory {
            if !connection.is_autocommit() {
                connection.execute("ROLLBACK", []).unwrap();
            }
        }
        prop_assert_eq!(sum(&memory[0]), Ok(6_000));
        prop_assert_eq!(integrity(&memory[1]), "ok");
    }
}
