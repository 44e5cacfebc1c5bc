//! Any statement under the recorder, as a console executes it.
#![cfg(feature = "engine")]

use std::cell::Cell;
use std::ops::ControlFlow;

use sql_workload::Trace;
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::rusqlite::types::Value;
use sql_workload::engine::{EngineError, Preparing, Recorder, Text};
use sql_workload::trace::STATEMENTS_MAX;

fn database() -> Connection {
    Connection::open_in_memory().expect("a database")
}

fn go_on(_: &Trace) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn values_have_their_sizes() {
    let connection = database();
    let mut before = go_on;
    let mut recorder = Recorder::new(&connection, &|| 0.0, &mut before);
    let sql = "SELECT NULL, 1, 0.5, 'größe', x'0001', ?1, ?2";
    let parameters = [Value::Null, Value::from("abc".to_owned())];
    recorder
        .query(sql, Preparing::Anew, &parameters, |_| Ok(()))
        .expect("SQL");
    let cost = recorder.into_trace().totals.cost;
    assert_eq!((cost.rows, cost.parameters), (1, 2));
    assert_eq!(cost.request_bytes, sql.len() as u64 + 1 + (5 + 3));
    assert_eq!(
        cost.answer_bytes,
        1 + 9 + 9 + (5 + 7) + (5 + 2) + 1 + (5 + 3)
    );
}

#[test]
fn a_long_answer_is_timed_by_some_of_its_rows() {
    const ROWS: u32 = 100_000;
    let connection = database();
    let looks = Cell::new(0_u32);
    // A row takes a microsecond to decode, and time goes on by that alone.
    let now_ms = Cell::new(0.0);
    let clock = || {
        looks.set(looks.get() + 1);
        now_ms.get()
    };
    let mut before = go_on;
    let mut recorder = Recorder::new(&connection, &clock, &mut before);
    let sql =
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT ?) SELECT x FROM n";
    recorder
        .query(sql, Preparing::Kept, &[ROWS.into()], |_| {
            now_ms.set(now_ms.get() + 1e-3);
            Ok(())
        })
        .expect("SQL");
    let cost = recorder.into_trace().totals.cost;
    assert_eq!(cost.rows, u64::from(ROWS));
    assert!(looks.get() < ROWS / 7, "{} looks", looks.get());
    assert!(
        (cost.decode_us / f64::from(ROWS) - 1.0).abs() < 1e-3,
        "{cost:?}"
    );
    assert!(cost.step_us < 200.0, "{cost:?}");
}

#[test]
fn a_statement_that_is_executed_often_is_timed_as_a_whole_and_its_rows_by_some() {
    const TIMES: u32 = 10_000;
    let connection = database();
    let looks = Cell::new(0_u32);
    // A row takes three microseconds to decode, and time goes on by that alone.
    let now_ms = Cell::new(0.0);
    let clock = || {
        looks.set(looks.get() + 1);
        now_ms.get()
    };
    let mut before = go_on;
    let mut recorder = Recorder::new(&connection, &clock, &mut before);
    let mut prepared = recorder.prepare("SELECT ?", Preparing::Anew).expect("SQL");
    for number in 0..TIMES {
        recorder
            .execute(&mut prepared, &[number.into()], |_| {
                now_ms.set(now_ms.get() + 3e-3);
                Ok(())
            })
            .expect("SQL");
    }
    let cost = recorder.into_trace().totals.cost;
    // Those that are listed are timed one by one, and of the others some.
    let listed = u32::try_from(STATEMENTS_MAX).expect("a few thousand");
    let looks_max = listed * 9 / 4 + (TIMES - listed) / 3;
    assert!(looks.get() < looks_max, "{} looks", looks.get());
    let each_us = cost.decode_us / f64::from(TIMES);
    assert!((each_us - 3.0).abs() < 1e-3, "{cost:?}");
    assert!(cost.step_us < 1.0, "{cost:?}");
}

#[test]
fn the_first_execution_bears_the_preparing() {
    let connection = database();
    let now_ms = Cell::new(0.0);
    let clock = || {
        now_ms.set(now_ms.get() + 1.0);
        now_ms.get()
    };
    let mut before = go_on;
    let mut recorder = Recorder::new(&connection, &clock, &mut before);
    let mut prepared = recorder.prepare("SELECT ?", Preparing::Anew).expect("SQL");
    for number in 0..3 {
        recorder
            .execute(&mut prepared, &[Value::Integer(number)], |_| Ok(()))
            .expect("SQL");
    }
    let times: Vec<bool> = recorder
        .into_trace()
        .statements
        .iter()
        .map(|one| one.cost.prepare_us > 0.0)
        .collect();
    assert_eq!(times, [true, false, false]);
}

#[test]
fn what_fails_is_not_recorded_and_harms_nothing() {
    let connection = database();
    let mut seen = Vec::new();
    let mut before = |trace: &Trace| {
        seen.push(trace.totals.statements);
        ControlFlow::Continue(())
    };
    let mut recorder = Recorder::new(&connection, &|| 0.0, &mut before);
    recorder.command("CREATE TABLE t (x UNIQUE)").expect("SQL");
    let text = Text {
        shape: "INSERT INTO t VALUES (?)",
        sql: "INSERT INTO t VALUES (1)",
    };
    recorder
        .query(text, Preparing::Anew, &[], |_| Ok(()))
        .expect("SQL");
    let twice = recorder.query(text, Preparing::Anew, &[], |_| Ok(()));
    assert!(matches!(twice, Err(EngineError::Sqlite(_))), "{twice:?}");
    let wrong = recorder.query("SELECTED 1", Preparing::Anew, &[], |_| Ok(()));
    assert!(matches!(wrong, Err(EngineError::Sqlite(_))), "{wrong:?}");
    // Whoever takes the rows may have enough of them.
    let enough = recorder.query("SELECT 1", Preparing::Kept, &[], |_| {
        Err(EngineError::Interrupted)
    });
    assert!(matches!(enough, Err(EngineError::Interrupted)));
    let trace = recorder.into_trace();
    assert_eq!(trace.totals.statements, 2);
    assert_eq!(trace.shapes[1], "INSERT INTO t VALUES (?)");
    assert_eq!(trace.totals.cost.changes, 1);
    assert_eq!(seen, [0, 1, 2, 2, 2]);
}
