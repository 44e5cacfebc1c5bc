use sql_workload::session::{Page, StatementReport};
use sql_workload::{Cost, Totals};

use super::*;

const ALL: Thresholds = Thresholds {
    all_ms: 0.0,
    own_ms: None,
};

fn cost(step_us: f64) -> Cost {
    Cost {
        rows: 3,
        step_us,
        ..Cost::default()
    }
}

/// One query for the authors and ten for their books, of 100 µs each.
fn n_plus_one(number: u64) -> Batch {
    let mut trace = Trace::default();
    trace.push("SELECT id FROM authors LIMIT ?", cost(100.0));
    for _ in 0..10 {
        trace.push("SELECT * FROM books WHERE author_id = ?", cost(100.0));
    }
    Batch::of_trace(number, 1_000.0, &trace)
}

fn own(number: u64, sql: &str, ends: &[u32]) -> Batch {
    let mut start = 0;
    let mut totals = Totals::default();
    let statements = ends.iter().map(|end| {
        totals.add(&cost(5_000.0));
        let report = StatementReport {
            start,
            end: *end,
            is_read_only: true,
            cost: cost(5_000.0),
        };
        start = *end;
        report
    });
    let statements = statements.collect();
    let execution = Execution {
        statements,
        totals,
        columns: Vec::new(),
        rows: 0,
        kept_rows: 0,
        in_transaction: false,
        page: Page {
            first: 0,
            rows: 0,
            cell_bytes: 0,
        },
    };
    Batch::of_own(number, 2_000.0, sql, &execution)
}

#[test]
fn runs_and_own_statements_are_counted_by_shape_and_once() {
    let mut dashboard = Dashboard::default();
    for number in [0, 1, 1] {
        dashboard.take(n_plus_one(number));
    }
    let sql = "SELECT * FROM books WHERE author_id = 7;SELECT 'x'";
    dashboard.take(own(2, sql, &[40, 50]));
    dashboard.take(Batch::of_failed(3, 2_000.0, "SELECTED 1", 0.5));
    let top = dashboard.top();
    let books = top.iter().find(|one| one.shape.contains("books"));
    let books = books.expect("its shape");
    assert_eq!((books.calls, books.rows), (21, 63));
    assert_eq!((dashboard.calls(), dashboard.shapes()), (25, 4), "{top:?}");
    assert_eq!(top.iter().map(|one| one.errors).sum::<u64>(), 1);
    // 22 statements of 100 µs, two of 5 ms, and what failed.
    assert!((dashboard.total_ms() - 12.7).abs() < 1e-9);
    let csv = dashboard.csv();
    assert_eq!(csv.lines().count(), 5, "{csv}");
    dashboard.clear();
    assert_eq!((dashboard.calls(), dashboard.shapes()), (0, 0));
    dashboard.take(n_plus_one(3));
    assert_eq!(dashboard.calls(), 0, "it was counted before");
}

#[test]
fn slow_statements_are_the_last_hundred_without_their_values() {
    let mut dashboard = Dashboard::default();
    for number in 0..20 {
        dashboard.take(n_plus_one(number));
    }
    dashboard.take(own(20, "SELECT * FROM books WHERE title = 'mine'", &[41]));
    let slow = dashboard.slow(ALL).expect("a threshold");
    assert_eq!((slow.found, slow.last.len()), (221, slow_log::ENTRIES_MAX));
    assert_eq!(slow.last[0].shape, "SELECT * FROM books WHERE title = ?");
    // Statements of one run ended one after another.
    assert!((slow.last[1].at_ms - slow.last[2].at_ms - 0.1).abs() < 1e-9);

    let found = |all_ms, own_ms| {
        let thresholds = Thresholds { all_ms, own_ms };
        dashboard.slow(thresholds).expect("a threshold").found
    };
    assert_eq!(found(1.0, None), 1);
    assert_eq!(found(1.0, Some(10.0)), 0);
    assert_eq!(found(10.0, Some(1.0)), 1);
    assert!(
        dashboard
            .slow(Thresholds {
                all_ms: -1.0,
                own_ms: None
            })
            .is_err()
    );
    let report = dashboard.report(ALL).expect("a threshold");
    assert_eq!((report.statements.len(), report.slow.last.len()), (3, 100));
}
