//! Programs beside the database against the patterns within it.
#![cfg(feature = "engine")]

mod support;

use std::ops::ControlFlow;

use proptest::prelude::*;
use sql_workload::engine::run;
use sql_workload::engine::rusqlite::types::{Value as Bound, ValueRef};
use sql_workload::engine::rusqlite::{Connection, params_from_iter};
use sql_workload::program::{Program, Query};
use sql_workload::session::cells::{Cell, Value};
use sql_workload::{Params, Pattern, Spec, Task, authors_digest};
use support::library;

/// The rows of a statement, as a session sends them.
fn rows(connection: &Connection, query: &Query) -> Vec<Vec<Cell>> {
    let mut statement = connection.prepare(&query.sql).expect("a statement");
    let columns = statement.column_count();
    let bound = query.parameters.iter().map(|value| match value {
        Value::Integer(value) => Bound::from(*value),
        other => panic!("{other:?} is bound by no program"),
    });
    let rows = statement.query_map(params_from_iter(bound), |row| {
        (0..columns)
            .map(|column| {
                Ok(match row.get_ref(column)? {
                    ValueRef::Integer(value) => Cell::Integer(value),
                    ValueRef::Text(text) => {
                        let start = String::from_utf8(text.to_vec()).expect("UTF-8");
                        Cell::Text {
                            bytes: u32::try_from(start.len()).expect("short"),
                            start,
                        }
                    }
                    ValueRef::Null => Cell::Null,
                    other => panic!("no library has {other:?}"),
                })
            })
            .collect()
    });
    rows.expect("rows").collect::<Result<_, _>>().expect("rows")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_program_executes_what_its_pattern_does_and_finds_the_same(
        books in 100_u32..600,
        seed: u32,
        skew in 0_u8..=8,
        n in 1_u32..200,
        batch in 1_u32..60,
    ) {
        let connection = library(Spec { books, seed, skew: f64::from(skew) / 4.0 });
        let params = Params { n, batch, seed: 1 };
        for pattern in Task::AuthorsWithBooks.patterns() {
            let Some(mut program) = Program::of(pattern, params) else {
                prop_assert_eq!(pattern.id, "json-aggregation");
                continue;
            };
            let outcome = run(&connection, pattern, params, &|| 0.0, &mut |_| ControlFlow::Continue(()));
            let outcome = outcome.expect(pattern.id);
            let mut statements = 0;
            while let Some(query) = program.query() {
                statements += 1;
                program.take(&rows(&connection, &query)).expect("its rows");
            }
            prop_assert_eq!(authors_digest(program.authors()), outcome.digest);
            prop_assert_eq!(statements, outcome.trace.totals.statements);
        }
    }
}

#[test]
fn the_names_of_programs_are_those_of_patterns() {
    for id in ["n-plus-one", "in-batches", "join"] {
        let pattern = Pattern::of_id(id).expect("registered");
        assert!(Program::of(pattern, pattern.defaults()).is_some(), "{id}");
    }
}
