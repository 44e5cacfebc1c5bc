//! All patterns of a task against each other: equal rows by other work.
#![cfg(feature = "engine")]

mod support;

use std::cell::Cell;
use std::ops::ControlFlow;

use proptest::prelude::*;
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::{EngineError, run};
use sql_workload::sql::normalise;
use sql_workload::{Outcome, PATTERNS, Params, Pattern, Spec, Task, detector};
use support::{library, small};

fn params(n: u32, batch: u32) -> Params {
    Params { n, batch, seed: 7 }
}

fn of_id(id: &str) -> &'static Pattern {
    Pattern::of_id(id).expect("registered")
}

/// Runs a pattern by a clock that goes on a microsecond at each look.
fn ran(connection: &Connection, pattern: &Pattern, params: Params) -> Result<Outcome, EngineError> {
    let now = Cell::new(0.0);
    let clock = || {
        now.set(now.get() + 1e-3);
        now.get()
    };
    run(connection, pattern, params, &clock, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// The digests of all patterns of a task, and how many items each has.
fn results(connection: &Connection, task: Task, params: Params) -> Vec<(String, u64)> {
    task.patterns()
        .map(|pattern| {
            let outcome = ran(connection, pattern, params).expect(pattern.id);
            assert!(outcome.trace.totals.cost.vm_steps > 0, "{}", pattern.id);
            (outcome.digest.to_string(), outcome.items)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn all_patterns_of_a_task_give_equal_rows(
        books in 100_u32..600,
        seed: u32,
        skew in 0_u8..=8,
        n in 1_u32..200,
        batch in 1_u32..60,
        chance: u32,
    ) {
        let spec = Spec { books, seed, skew: f64::from(skew) / 4.0 };
        let connection = library(spec);
        for task in Task::ALL {
            let params = Params { n, batch, seed: chance };
            let results = results(&connection, task, params);
            prop_assert!(results.iter().all(|result| *result == results[0]), "{:?}: {:?}", task, results);
            let expected = match task {
                Task::AuthorsWithBooks => n.min(spec.authors()),
                Task::Pages => n.min(spec.orders()),
                Task::Columns => n.min(spec.books),
                Task::PointReads | Task::Inserts => n,
                Task::OrdersOfUsers => continue,
            };
            prop_assert_eq!(results[0].1, u64::from(expected), "{:?}", task);
        }
    }
}

#[test]
fn the_digest_is_that_of_what_was_generated() {
    let spec = small();
    let connection = library(spec);
    let orders: Vec<_> = sql_workload::generate::orders(&spec).collect();
    let mut newest = orders;
    newest.reverse();
    let expected = sql_workload::engine::Found::Orders(newest).digest();
    let outcome = ran(&connection, of_id("keyset"), params(500, 7)).expect("a run");
    assert_eq!(outcome.digest, expected);
    let other = ran(&connection, of_id("keyset"), params(499, 7)).expect("a run");
    assert_ne!(other.digest, expected);
}

#[test]
fn a_run_executes_what_its_pattern_shows() {
    let connection = library(small());
    for pattern in PATTERNS {
        let outcome = ran(&connection, pattern, params(30, 7)).expect(pattern.id);
        assert_eq!(outcome.trace.shapes, pattern.statements, "{}", pattern.id);
        // In the form in which shapes are compared, nothing but blanks and case is gone.
        for statement in pattern.statements {
            let letters = |sql: &str| sql.replace(' ', "").to_lowercase();
            assert_eq!(letters(&normalise(statement)), letters(statement));
        }
    }
}

#[test]
fn statements_are_counted() {
    let connection = library(small());
    let totals = |id, params| {
        let outcome = ran(&connection, of_id(id), params).expect("a run");
        outcome.trace.totals
    };
    assert_eq!(totals("n-plus-one", params(20, 1)).statements, 21);
    assert_eq!(totals("in-batches", params(20, 7)).statements, 4);
    assert_eq!(totals("join", params(20, 1)).statements, 1);
    assert_eq!(totals("insert-singly", params(20, 1)).statements, 20);
    assert_eq!(
        totals("insert-in-transaction", params(20, 1)).statements,
        22
    );
    let chunks = totals("insert-in-chunks", params(20, 6));
    assert_eq!((chunks.statements, chunks.cost.changes), (2 + 4, 20));
    assert_eq!(chunks.cost.parameters, 100);
    assert_eq!(totals("offset", params(20, 6)).statements, 4);
    assert_eq!(totals("keyset", params(20, 6)).statements, 4);
    // An integer has nine bytes: an id goes there, five columns come back.
    let orders = totals("with-index", params(1, 1)).cost;
    let text = of_id("with-index").statements[0].len() as u64;
    assert_eq!(orders.request_bytes, text + 9);
    assert_eq!(orders.answer_bytes, orders.rows * 45);
}

#[test]
fn counters_tell_the_patterns_apart() {
    let connection = library(small());
    let cost = |id, params| {
        let outcome = ran(&connection, of_id(id), params).expect("a run");
        outcome.trace.totals.cost
    };
    let indexed = cost("with-index", params(10, 1));
    let scanned = cost("without-index", params(10, 1));
    assert_eq!(indexed.full_scan_steps, 0);
    assert!(scanned.full_scan_steps >= 4_900, "{scanned:?}");
    assert!(scanned.vm_steps > 10 * indexed.vm_steps);
    let (offset, keyset) = (
        cost("offset", params(500, 10)),
        cost("keyset", params(500, 10)),
    );
    assert!(
        offset.vm_steps > 3 * keyset.vm_steps,
        "{offset:?} {keyset:?}"
    );
    assert_eq!((offset.sorts, keyset.sorts), (0, 0));
    let (all, few) = (
        cost("all-columns", params(100, 1)),
        cost("few-columns", params(100, 1)),
    );
    assert!(all.answer_bytes > 2 * few.answer_bytes);
    // Preparing is on the clock, if only for one look.
    assert!(cost("re-parsed", params(100, 1)).prepare_us > 50.0);
    assert!(cost("prepared", params(100, 1)).prepare_us < 5.0);
}

#[test]
fn steps_are_the_same_in_every_run() {
    let (one, other) = (library(small()), library(small()));
    for pattern in PATTERNS {
        let steps = |connection| {
            let outcome = ran(connection, pattern, params(20, 6)).expect(pattern.id);
            let of_each = outcome.trace.statements.iter();
            of_each.map(|one| one.cost.vm_steps).collect::<Vec<_>>()
        };
        let first = steps(&one);
        assert_eq!(steps(&one), first, "{}", pattern.id);
        assert_eq!(steps(&other), first, "{}", pattern.id);
    }
}

#[test]
fn times_are_those_of_the_clock() {
    let connection = library(small());
    let outcome = ran(&connection, of_id("n-plus-one"), params(20, 1)).expect("a run");
    for one in &outcome.trace.statements {
        // Each phase takes a look or two, and so do some rows.
        assert!(one.cost.prepare_us > 0.9, "{one:?}");
        assert!(
            one.cost.decode_us >= 0.0 && one.cost.step_us > 0.0,
            "{one:?}"
        );
        assert!(one.cost.decode_us + one.cost.step_us > 0.9, "{one:?}");
    }
    let together_ms = outcome.trace.totals.cost.total_us() / 1e3;
    assert!(together_ms < outcome.elapsed_ms && outcome.elapsed_ms > 0.1);
}

#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    let mut connection = library(small());
    for pattern in PATTERNS {
        let before = ran(&connection, pattern, params(20, 6)).expect(pattern.id);
        // Between two statements.
        let mut left = before.trace.totals.statements;
        let ended = run(&connection, pattern, params(20, 6), &|| 0.0, &mut |_| {
            left -= 1;
            if left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(
            matches!(ended, Err(EngineError::Interrupted)),
            "{}",
            pattern.id
        );
        // Within one.
        connection
            .progress_handler(20, Some(|| true))
            .expect("a handler");
        let ended = ran(&connection, pattern, params(2_00, 6));
        assert!(
            matches!(ended, Err(EngineError::Interrupted)),
            "{}",
            pattern.id
        );
        connection
            .progress_handler(0, None::<fn() -> bool>)
            .expect("no handler");
        assert!(connection.is_autocommit());
        let after = ran(&connection, pattern, params(20, 6)).expect(pattern.id);
        assert_eq!(after.digest, before.digest);
        let steps = |outcome: &Outcome| outcome.trace.totals.cost.vm_steps;
        assert_eq!(steps(&after), steps(&before), "{}", pattern.id);
    }
    let left: i64 = connection
        .query_row("SELECT count(*) FROM incoming", [], |row| row.get(0))
        .expect("SQL");
    assert_eq!(left, 0);
}

#[test]
fn a_run_that_cannot_be_had_is_refused() {
    let connection = library(small());
    let refused = |id, params| ran(&connection, of_id(id), params).expect_err("refused");
    assert!(matches!(
        refused("join", params(0, 1)),
        EngineError::Params(_)
    ));
    assert!(matches!(
        refused("keyset", params(1, 0)),
        EngineError::Params(_)
    ));
    connection.execute_batch("BEGIN").expect("SQL");
    assert!(matches!(
        refused("join", params(1, 1)),
        EngineError::InTransaction
    ));
    connection
        .execute_batch("COMMIT; DROP TABLE generated")
        .expect("SQL");
    assert!(matches!(
        refused("join", params(1, 1)),
        EngineError::NoLibrary
    ));
}

#[test]
fn the_detector_finds_what_patterns_repeat() {
    let connection = library(small());
    let found = |id| {
        let outcome = ran(&connection, of_id(id), params(40, 20)).expect("a run");
        detector::detect(&outcome.trace)
    };
    let n_plus_one = found("n-plus-one");
    assert!(matches!(
        n_plus_one[0].kind,
        detector::Kind::NPlusOne { rows: 40, .. }
    ));
    assert_eq!(n_plus_one[0].replacements.len(), 2);
    for finding in &n_plus_one {
        for replacement in &finding.replacements {
            let (detector::Replacement::Join { sql, .. }
            | detector::Replacement::InBatch { sql, .. }) = replacement
            else {
                panic!("{replacement:?}");
            };
            connection.prepare(sql).expect(sql);
        }
    }
    assert!(matches!(found("prepared")[0].kind, detector::Kind::Reads));
    assert!(matches!(
        found("insert-singly")[0].kind,
        detector::Kind::Inserts {
            in_transaction: false
        }
    ));
    assert!(matches!(
        found("insert-prepared")[0].kind,
        detector::Kind::Inserts {
            in_transaction: true
        }
    ));
    for id in [
        "join",
        "in-batches",
        "json-aggregation",
        "insert-in-chunks",
        "keyset",
        "few-columns",
    ] {
        assert_eq!(found(id), [], "{id}");
    }
}
