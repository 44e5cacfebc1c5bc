//! How SQLite goes about the patterns' statements.
#![cfg(feature = "engine")]

mod support;

use sql_workload::engine::explain;
use sql_workload::plan::{Fact, Plan};
use sql_workload::{PATTERNS, Pattern, Spec};
use support::{library, small};

#[test]
fn plans_say_why() {
    let connection = library(Spec {
        books: 5_000,
        ..small()
    });
    let plan = |id: &str, statement: usize| -> Plan {
        let pattern = Pattern::of_id(id).expect("registered");
        explain(&connection, pattern.statements[statement]).expect("a plan")
    };
    let by_author = Fact::IndexSearch {
        table: "books".to_owned(),
        index: "books_of_author".to_owned(),
        covering: false,
    };
    for (id, statement) in [
        ("n-plus-one", 1),
        ("in-batches", 1),
        ("join", 0),
        ("json-aggregation", 0),
    ] {
        let plan = plan(id, statement);
        assert!(
            plan.facts().any(|fact| *fact == by_author),
            "{id}: {plan:#?}"
        );
    }
    let (with, without) = (plan("with-index", 0), plan("without-index", 0));
    let difference = with.difference(&without);
    assert_eq!(
        difference.right,
        [Fact::FullScan {
            table: "orders".to_owned()
        }]
    );
    assert!(
        matches!(&difference.left[..], [Fact::IndexSearch { index, .. }] if index == "orders_of_user")
    );
    for statement in 0..2 {
        let keyset = plan("keyset", statement);
        assert!(!keyset.facts().any(Fact::is_costly), "{keyset:#?}");
    }
    assert!(matches!(
        plan("prepared", 0).facts().next(),
        Some(Fact::KeySearch { table }) if table == "books"
    ));
}

#[test]
fn every_statement_can_be_explained() {
    let connection = library(small());
    for pattern in PATTERNS {
        for statement in pattern.statements {
            let plan = explain(&connection, statement);
            assert!(plan.is_ok(), "{}: {statement}: {plan:?}", pattern.id);
        }
    }
    let transaction = explain(&connection, "BEGIN").expect("a plan");
    assert_eq!(transaction, Plan::default());
}

#[test]
fn sorts_and_indices_of_the_moment_are_seen() {
    let connection = library(small());
    connection
        .execute_batch("CREATE TABLE t (a, b); CREATE TABLE u (a, b)")
        .expect("SQL");
    let sort = explain(&connection, "SELECT * FROM t ORDER BY b").expect("a plan");
    let facts: Vec<_> = sort.facts().collect();
    assert!(
        matches!(facts[..], [Fact::FullScan { .. }, Fact::Sort { purpose }] if purpose == "ORDER BY")
    );
    let automatic = explain(&connection, "SELECT * FROM t JOIN u ON t.a = u.a").expect("a plan");
    assert!(
        automatic
            .facts()
            .any(|fact| matches!(fact, Fact::AutomaticIndex { .. })),
        "{automatic:#?}"
    );
    assert!(explain(&connection, "SELECTED").is_err());
}
