//! A session as the page uses it, natively.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::cell::Cell;

use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::session::{Outside, Session};
use sql_workload::session::{
    Cell as Value, Command, Description, Event, Execution, FileError, KnownFile, Page, Persistence,
    SessionError, StoreName, Value as Parameter, cells,
};
use sql_workload::{PATTERNS, Spec};

thread_local! {
    static NOW_MS: Cell<f64> = const { Cell::new(0.0) };
    static LOOKS: Cell<u32> = const { Cell::new(0) };
    static CANCEL_AFTER: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Each look at the clock takes a tenth of a millisecond.
const OUTSIDE: Outside = Outside {
    now_ms: || {
        NOW_MS.set(NOW_MS.get() + 0.1);
        NOW_MS.get()
    },
    is_cancelled: || {
        LOOKS.set(LOOKS.get() + 1);
        LOOKS.get() > CANCEL_AFTER.get()
    },
};

const PAGE: Page = Page {
    first: 0,
    rows: 100,
    cell_bytes: 1_000,
};

fn session() -> Session {
    limited(None)
}

fn limited(limit_ms: Option<f64>) -> Session {
    CANCEL_AFTER.set(u32::MAX);
    let connection = Connection::open_in_memory().unwrap();
    Session::new(connection, Persistence::Memory, limit_ms, OUTSIDE).unwrap()
}

type Told = Vec<(Event, Option<Vec<u8>>)>;

fn give(
    session: &mut Session,
    command: Command,
    input: Option<Vec<u8>>,
) -> Result<Told, SessionError> {
    let mut told = Vec::new();
    session.command(command, input, &mut |event, bytes| {
        told.push((event, bytes));
    })?;
    Ok(told)
}

fn execute_with(
    session: &mut Session,
    sql: &str,
    parameters: Vec<Parameter>,
) -> Result<(Execution, Vec<Vec<Value>>), SessionError> {
    let command = Command::Execute {
        sql: sql.to_owned(),
        parameters,
        page: PAGE,
    };
    let (event, bytes) = give(session, command, None)?.remove(0);
    let Event::Executed(execution) = event else {
        panic!("{event:?}");
    };
    let rows = cells::rows(&bytes.unwrap(), execution.columns.len()).unwrap();
    Ok((execution, rows))
}

fn execute(session: &mut Session, sql: &str) -> Result<(Execution, Vec<Vec<Value>>), SessionError> {
    execute_with(session, sql, Vec::new())
}

fn error(session: &mut Session, sql: &str) -> SessionError {
    execute(session, sql).map(|_| sql).unwrap_err()
}

fn described(told: Told) -> Description {
    match told.into_iter().last() {
        Some((Event::Described(description), None)) => description,
        other => panic!("{other:?}"),
    }
}

fn export(session: &mut Session) -> Vec<u8> {
    match give(session, Command::Export, None).unwrap().remove(0) {
        (Event::Exported(exported), Some(bytes)) => {
            assert_eq!(exported.bytes, bytes.len() as u64);
            bytes
        }
        other => panic!("{other:?}"),
    }
}

fn import(session: &mut Session, bytes: Vec<u8>) -> Result<Description, SessionError> {
    let command = Command::Import { replace: false };
    give(session, command, Some(bytes)).map(described)
}

fn library() -> Session {
    let mut session = session();
    let spec = Spec {
        books: 1_000,
        ..Spec::DEFAULT
    };
    give(&mut session, Command::Generate { spec }, None).unwrap();
    session
}

#[test]
fn the_native_build_is_the_common_one() {
    let description = described(give(&mut session(), Command::Describe, None).unwrap());
    let differences = description.build.differences();
    assert!(differences.is_empty(), "{differences:?}");
    assert_eq!(description.persistence, Persistence::Memory);
    assert_eq!((description.table_count, description.library), (0, None));
}

#[test]
fn kinds_of_values_are_told_apart_and_integers_are_exact() {
    let (execution, rows) = execute(
        &mut session(),
        "SELECT 9007199254740993 AS big, NULL, x'', '', 0.5, x'00ff', cast(x'ff' AS TEXT)",
    )
    .unwrap();
    assert_eq!(execution.columns[0], "big");
    assert_eq!((execution.rows, execution.kept_rows), (1, 1));
    let blob = |start: &[u8]| Value::Blob {
        start: start.to_vec(),
        bytes: u32::try_from(start.len()).unwrap(),
    };
    assert_eq!(
        rows,
        [[
            Value::Integer(9_007_199_254_740_993),
            Value::Null,
            blob(&[]),
            Value::Text {
                start: String::new(),
                bytes: 0
            },
            Value::Real(0.5),
            blob(&[0, 255]),
            Value::Malformed {
                start: vec![255],
                bytes: 1
            },
        ]]
    );
}

#[test]
fn several_statements_are_reported_one_by_one_with_their_places() {
    let mut session = session();
    let sql = "CREATE TABLE t (a); -- first\nINSERT INTO t VALUES (1), (2);\n SELECT a FROM t; ;";
    let (execution, rows) = execute(&mut session, sql).unwrap();
    assert_eq!(rows, [[Value::Integer(1)], [Value::Integer(2)]]);
    assert_eq!(execution.totals.statements, 3);
    let reports = &execution.statements;
    let texts: Vec<&str> = reports
        .iter()
        .map(|report| &sql[report.start as usize..report.end as usize])
        .collect();
    assert_eq!(texts[0], "CREATE TABLE t (a);");
    assert!(
        texts[1].ends_with("INSERT INTO t VALUES (1), (2);"),
        "{texts:?}"
    );
    assert_eq!(texts[2], "SELECT a FROM t;");
    assert_eq!(reports[1].cost.changes, 2);
    assert_eq!(
        (reports[2].cost.rows, reports[2].cost.full_scan_steps),
        (2, 1)
    );
    assert!(reports[2].is_read_only && !reports[1].is_read_only);
    assert!(reports[2].cost.vm_steps > 5);
}

#[test]
fn parameters_are_bound_and_have_to_be_given() {
    let mut session = session();
    let parameters = vec![
        Parameter::Integer(i64::MAX),
        Parameter::Text("é".to_owned()),
    ];
    let (execution, rows) = execute_with(&mut session, "SELECT ?1, ?2", parameters).unwrap();
    assert_eq!(rows[0][0], Value::Integer(i64::MAX));
    assert_eq!(execution.totals.cost.parameters, 2);
    let error = error(&mut session, "SELECT ?1");
    assert!(error.to_string().contains("needed 1"), "{error}");
}

#[test]
fn errors_name_the_place_in_the_whole_text() {
    let mut session = session();
    let sql = "SELECT 1; SELECT missing FROM sqlite_schema";
    let SessionError::Sqlite {
        message,
        code,
        offset,
    } = error(&mut session, sql)
    else {
        panic!("no error of SQLite");
    };
    assert_eq!((message.as_str(), code), ("no such column: missing", 1));
    assert_eq!(
        offset,
        sql.find("missing").map(|at| u32::try_from(at).unwrap())
    );
    let explained = give(
        &mut session,
        Command::Explain {
            sql: "SELECT missing".to_owned(),
        },
        None,
    );
    let Err(SessionError::Sqlite { offset, .. }) = explained else {
        panic!("{explained:?}");
    };
    assert_eq!(offset, Some(7));
}

#[test]
fn what_reaches_beyond_the_database_is_refused() {
    let mut session = session();
    for sql in [
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA journal_mode = wal",
        "PRAGMA writable_schema = on",
        "PRAGMA temp_store_directory = '/'",
        "PRAGMA max_page_count = 1000000000",
        "PRAGMA mmap_size = 100",
    ] {
        let sql = format!("SELECT 1; {sql}");
        match error(&mut session, &sql) {
            SessionError::NotAllowed { offset, .. } => assert_eq!(offset, 10, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    for sql in [
        "SELECT load_extension('x')",
        "SELECT readfile('/etc/passwd')",
    ] {
        let _ = error(&mut session, sql);
    }
    let _ = error(&mut session, "UPDATE sqlite_schema SET sql = ''");
    execute(
        &mut session,
        "CREATE TABLE t (a); PRAGMA table_info(t); PRAGMA journal_mode; PRAGMA foreign_keys = off; VACUUM",
    )
    .unwrap();
}

#[test]
fn an_endless_query_is_cancelled_and_the_data_are_there() {
    const ENDLESS: &str =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let mut session = library();
    LOOKS.set(0);
    CANCEL_AFTER.set(50);
    assert_eq!(error(&mut session, ENDLESS), SessionError::Cancelled);
    CANCEL_AFTER.set(u32::MAX);
    let (_, rows) = execute(&mut session, "SELECT count(*) FROM books").unwrap();
    assert_eq!(rows, [[Value::Integer(1_000)]]);

    let mut late = limited(Some(20.0));
    assert_eq!(
        error(&mut late, ENDLESS),
        SessionError::Deadline { limit_ms: 20.0 }
    );
    assert!(execute(&mut late, "SELECT 1").is_ok());
}

#[test]
fn a_library_that_is_cancelled_on_the_way_leaves_what_was_there() {
    let mut session = library();
    LOOKS.set(0);
    CANCEL_AFTER.set(100);
    let spec = Spec {
        books: 100_000,
        ..Spec::DEFAULT
    };
    let ended = give(&mut session, Command::Generate { spec }, None);
    assert_eq!(ended.unwrap_err(), SessionError::Cancelled);
    CANCEL_AFTER.set(u32::MAX);
    let description = described(give(&mut session, Command::Describe, None).unwrap());
    assert_eq!(description.library.map(|spec| spec.books), Some(1_000));
}

#[test]
fn every_pattern_runs_in_a_session() {
    let mut session = library();
    for pattern in PATTERNS {
        let command = Command::Run {
            pattern: pattern.id.to_owned(),
            params: pattern.defaults(),
        };
        let told = give(&mut session, command, None).unwrap();
        let Some((Event::Ran(outcome), None)) = told.last() else {
            panic!("{}: {told:?}", pattern.id);
        };
        assert!(outcome.trace.totals.cost.vm_steps > 0, "{}", pattern.id);
    }
    let command = Command::Run {
        pattern: "none".to_owned(),
        params: PATTERNS[0].defaults(),
    };
    let error = give(&mut session, command, None).unwrap_err();
    assert_eq!(error.to_string(), "there is no pattern \"none\"");
}

#[test]
fn a_result_is_looked_through_in_any_order_and_bounded() {
    let mut session = session();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000100) SELECT i FROM n";
    let (execution, rows) = execute(&mut session, sql).unwrap();
    assert_eq!(
        (execution.rows, execution.kept_rows),
        (1_000_100, 1_000_000)
    );
    assert_eq!(rows.len(), 100);
    let page = |session: &mut Session, first| {
        let page = Page { first, ..PAGE };
        match give(session, Command::Rows(page), None).unwrap().remove(0) {
            (Event::Rows(page), Some(bytes)) => (page, cells::rows(&bytes, 1).unwrap()),
            other => panic!("{other:?}"),
        }
    };
    let (found, rows) = page(&mut session, 999_990);
    assert_eq!((found.first, found.rows), (999_990, 10));
    assert_eq!(rows[9], [Value::Integer(1_000_000)]);
    assert_eq!(page(&mut session, 2_000_000).0.rows, 0);
    let page = Page {
        rows: 1_000_000,
        ..PAGE
    };
    let error = give(&mut session, Command::Rows(page), None).unwrap_err();
    assert!(error.to_string().ends_with("give at most 2000"), "{error}");
}

#[test]
fn a_database_goes_out_and_comes_back_into_memory_and_into_a_file() {
    let bytes = export(&mut library());
    let mut memory = session();
    let description = import(&mut memory, bytes.clone()).unwrap();
    assert_eq!(description.library.map(|spec| spec.books), Some(1_000));
    assert_eq!(export(&mut memory), bytes);

    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(folder.path().join("stored.db")).unwrap();
    let name = StoreName::try_from("stored".to_owned()).unwrap();
    let stored = Persistence::Stored { name };
    let mut stored = Session::new(connection, stored, None, OUTSIDE).unwrap();
    assert_eq!(
        import(&mut stored, bytes.clone()).unwrap().bytes,
        description.bytes
    );
    drop(stored);
    let connection = Connection::open(folder.path().join("stored.db")).unwrap();
    let mut again = Session::new(connection, Persistence::Memory, None, OUTSIDE).unwrap();
    let (_, rows) = execute(&mut again, "SELECT count(*) FROM books").unwrap();
    assert_eq!(rows, [[Value::Integer(1_000)]]);
    // What it holds is not overwritten unless somebody says so.
    let refused = import(&mut again, bytes.clone()).unwrap_err();
    assert!(
        matches!(refused, SessionError::NotEmpty { tables } if tables >= 5),
        "{refused}"
    );
    let command = Command::Import { replace: true };
    assert!(give(&mut again, command, Some(bytes)).is_ok());
    // An imported database is guarded as any other.
    let error = error(&mut again, "ATTACH 'x' AS y");
    assert!(matches!(error, SessionError::NotAllowed { .. }));
}

#[test]
fn other_files_are_refused_and_change_nothing() {
    let mut whole = library();
    let bytes = export(&mut whole);
    let mut session = session();
    execute(&mut session, "CREATE TABLE mine (a)").unwrap();
    let mut damaged = bytes.clone();
    for byte in &mut damaged[8_192..12_288] {
        *byte = 0xa5;
    }
    let replace = |session: &mut Session, bytes: Vec<u8>| {
        let command = Command::Import { replace: true };
        match give(session, command, Some(bytes)).unwrap_err() {
            SessionError::File(error) => error,
            other => panic!("{other:?}"),
        }
    };
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    // Nobody is asked whether it may take the place of what is there.
    let command = Command::Import { replace: false };
    let refused = give(&mut session, command, Some(png.clone())).unwrap_err();
    assert!(matches!(refused, SessionError::File(_)), "{refused}");
    assert_eq!(
        replace(&mut session, png),
        FileError::Foreign {
            found: KnownFile::Png
        }
    );
    let log = b"\x37\x7f\x06\x82\0\0\0\0".to_vec();
    assert_eq!(replace(&mut session, log), FileError::LogAlone);
    let truncated = bytes[..bytes.len() / 2].to_vec();
    assert!(matches!(
        replace(&mut session, truncated),
        FileError::Truncated { .. }
    ));
    assert!(matches!(
        replace(&mut session, damaged),
        FileError::Damaged { .. }
    ));
    let (_, rows) = execute(&mut session, "SELECT name FROM sqlite_schema").unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_database_with_a_log_is_read_without_it_and_says_so() {
    let mut bytes = export(&mut library());
    bytes[18..20].copy_from_slice(&[2, 2]);
    let mut session = session();
    let description = import(&mut session, bytes).unwrap();
    assert!(description.had_log);
    assert!(execute(&mut session, "INSERT INTO authors VALUES (100000, 'new')").is_ok());
}

#[test]
fn a_file_of_another_kind_is_no_session_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("foreign.db");
    let foreign =
        b"this is no database, but a text that is longer than a header of one hundred bytes, \
        so that SQLite looks at it"
            .to_vec();
    std::fs::write(&path, &foreign).unwrap();
    let connection = Connection::open(&path).unwrap();
    let refused = Session::new(connection, Persistence::Memory, None, OUTSIDE).unwrap_err();
    assert!(
        matches!(refused, SessionError::File(FileError::Damaged { .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), foreign);
}
