//! What every pattern costs at its usual size, as a table that the journeys hold a browser's figures against.
#![cfg(feature = "engine")]

mod support;

use std::ops::ControlFlow;

use sql_workload::engine::run;
use sql_workload::{PATTERNS, Spec};
use support::library;

/// Of each pattern, rows and virtual-machine steps, by the SQLite that both targets are built of.
const TABLE: &str = include_str!("steps.csv");

#[test]
fn every_pattern_takes_the_steps_that_the_table_has() {
    let connection = library(Spec::DEFAULT);
    let mut lines = vec!["pattern,statements,rows,steps".to_owned()];
    for pattern in PATTERNS {
        let ran = run(
            &connection,
            pattern,
            pattern.defaults(),
            &|| 0.0,
            &mut |_| ControlFlow::Continue(()),
        );
        let totals = ran.expect(pattern.id).trace.totals;
        let (statements, cost) = (totals.statements, totals.cost);
        lines.push(format!(
            "{},{statements},{},{}",
            pattern.id, cost.rows, cost.vm_steps
        ));
    }
    let found = lines.join("\n") + "\n";
    assert_eq!(found, TABLE, "write this into tests/steps.csv:\n{found}");
}
