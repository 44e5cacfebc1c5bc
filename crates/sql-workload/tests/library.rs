//! A library: made, opened, added to, and read as a server does.
#![cfg(feature = "engine")]

mod support;

use std::ops::ControlFlow;

use sql_workload::engine::rusqlite::{self, Connection};
use sql_workload::engine::{self, EngineError, Held, add, inspect, load, open, read, spec};
use sql_workload::{Author, Book, NewBook, Read, Spec, Strategy, generate};
use support::{library, small};

fn reading(connection: &Connection, strategy: Strategy, authors: u32) -> Result<Read, EngineError> {
    read(connection, strategy, authors, &|| 0.0, &mut |_| {
        ControlFlow::Continue(())
    })
}

fn count(connection: &Connection, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    connection
        .query_row(&sql, [], |row| row.get(0))
        .expect("SQL")
}

#[test]
fn all_ways_give_what_was_generated() {
    let spec = small();
    let connection = library(spec);
    for limit in [0, 1, 20, 50, 80] {
        let mut expected: Vec<Author> = generate::authors(&spec)
            .take(limit as usize)
            .map(|(id, name)| Author {
                id,
                name,
                books: Vec::new(),
            })
            .collect();
        for book in generate::books(&spec) {
            let author = expected
                .iter_mut()
                .find(|author| author.id == book.author_id);
            if let Some(author) = author {
                author.books.push(Book {
                    id: book.id,
                    title: book.title,
                    year: book.year,
                });
            }
        }
        for strategy in Strategy::ALL {
            let read = reading(&connection, strategy, limit).expect("SQL");
            assert_eq!(read.authors, expected, "{strategy:?}");
            let authors = u32::try_from(expected.len()).expect("small");
            let statements = match strategy {
                // Without authors there is nothing to ask for.
                Strategy::Batched if limit == 0 => 1,
                _ => strategy.statements(authors),
            };
            assert_eq!(read.totals.statements, statements, "{strategy:?}");
        }
    }
}

#[test]
fn a_read_ends_when_nobody_waits_for_it() {
    let mut connection = library(small());
    let mut left = 10;
    let ended = read(&connection, Strategy::NPlusOne, 50, &|| 0.0, &mut |_| {
        left -= 1;
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(ended, Err(EngineError::Interrupted)));
    // Within a statement, by the connection's own handler.
    connection
        .progress_handler(100, Some(|| true))
        .expect("a handler");
    let ended = reading(&connection, Strategy::Join, 50);
    assert!(matches!(ended, Err(EngineError::Interrupted)));
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .expect("no handler");
    assert!(reading(&connection, Strategy::Join, 50).is_ok());
}

#[test]
fn books_are_added_up_to_the_most() {
    let mut connection = library(small());
    let generated = i64::from(small().books);
    let book = NewBook::new(2, "Twenty Thousand Queries", 1_999).expect("a book");
    for number in 1..=5 {
        let added = add(&mut connection, &book, generated, 5).expect("added");
        assert_eq!((added.id, added.added), (generated + number, number));
    }
    let full = add(&mut connection, &book, generated, 5);
    assert!(matches!(full, Err(EngineError::Full { added: 5 })));
    let found = engine::book(&connection, generated + 5).expect("SQL");
    assert_eq!(found.expect("it is there").title, "Twenty Thousand Queries");
    let nobody = NewBook::new(51, "A", 2_000).expect("a book");
    let refused = add(&mut connection, &nobody, generated, 9);
    assert!(matches!(refused, Err(EngineError::NoSuchAuthor { id: 51 })));
}

#[test]
fn a_library_is_loaded_with_progress_and_says_what_it_is() {
    let mut connection = Connection::open_in_memory().expect("a database");
    assert_eq!(inspect(&connection).expect("SQL"), Held::Nothing);
    assert_eq!(spec(&connection).expect("SQL"), None);
    let mut seen = Vec::new();
    let wanted = Spec {
        skew: 1.25,
        ..small()
    };
    load(&mut connection, &wanted, &mut |loading| {
        assert_eq!(loading.rows_total, wanted.rows());
        seen.push(loading.rows);
        ControlFlow::Continue(())
    })
    .expect("a library");
    assert!(seen.is_sorted() && seen.last() <= Some(&wanted.rows()) && seen.len() >= 8);
    assert_eq!(inspect(&connection).expect("SQL"), Held::Library);
    assert_eq!(spec(&connection).expect("SQL"), Some(wanted));
    let rows: i64 = ["authors", "books", "users", "orders"]
        .into_iter()
        .map(|table| count(&connection, table))
        .sum();
    assert_eq!(rows, i64::from(wanted.rows()));
    connection
        .execute_batch("PRAGMA foreign_key_check; PRAGMA integrity_check")
        .expect("SQL");
}

#[test]
fn an_interrupted_load_leaves_what_was_there() {
    let mut connection = library(small());
    let before = reading(&connection, Strategy::Join, 50).expect("SQL");
    let other = Spec {
        books: 2_000,
        ..small()
    };
    let mut left = 5;
    let ended = load(&mut connection, &other, &mut |_| {
        left -= 1;
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(ended, Err(EngineError::Interrupted)));
    connection
        .progress_handler(100, Some(|| true))
        .expect("a handler");
    let ended = load(&mut connection, &other, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(ended, Err(EngineError::Interrupted)));
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .expect("no handler");
    let after = reading(&connection, Strategy::Join, 50).expect("SQL");
    assert_eq!(after.authors, before.authors);
    load(&mut connection, &other, &mut |_| ControlFlow::Continue(())).expect("a library");
    assert_eq!(count(&connection, "books"), 2_000);
}

#[test]
fn what_is_no_library_of_ours_is_not_loaded_over() {
    let mut connection = Connection::open_in_memory().expect("a database");
    connection
        .execute_batch("CREATE TABLE other (x)")
        .expect("SQL");
    let refused = load(
        &mut connection,
        &small(),
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(matches!(refused, Err(EngineError::Foreign { .. })));
    assert_eq!(count(&connection, "other"), 0);
    let spec = Spec {
        books: 5,
        ..small()
    };
    let refused = engine::create(&mut connection, &spec).expect_err("too small");
    assert_eq!(refused.to_string(), "books is 5; give 100 to 1000000");
}

#[test]
fn a_file_is_filled_once_and_a_foreign_one_is_left_alone() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("library.db");
    let mut first = open(&path, &small()).expect("a library");
    let generated = count(&first, "books");
    let book = NewBook::new(1, "A", 2_000).expect("a book");
    add(&mut first, &book, generated, 9).expect("added");
    // Another connection sees it, and nothing is generated again.
    let second = open(&path, &small()).expect("a library");
    assert_eq!(count(&second, "books"), generated + 1);

    let older = folder.path().join("older.db");
    drop(open(&older, &small()).expect("a library"));
    let connection = Connection::open(&older).expect("a database");
    connection
        .pragma_update(None, "user_version", 1)
        .expect("SQL");
    drop(connection);
    let error = open(&older, &small()).expect_err("older").to_string();
    assert!(error.contains("version 1"), "{error}");

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .and_then(|connection| connection.execute_batch("CREATE TABLE other (x)"))
        .expect("a database");
    let before = std::fs::read(&foreign).expect("readable");
    let error = open(&foreign, &small()).expect_err("foreign").to_string();
    assert!(error.contains("foreign.db"), "{error}");
    assert_eq!(std::fs::read(&foreign).expect("readable"), before);

    let text = folder.path().join("text.txt");
    std::fs::write(
        &text,
        "This is no database, however long it is. ".repeat(100),
    )
    .expect("writable");
    let error = open(&text, &small()).expect_err("no database").to_string();
    assert!(error.contains("not a database"), "{error}");
}

#[test]
fn who_opens_a_new_file_at_the_same_time_gets_one_library() {
    const OPENERS: usize = 4;
    let spec = Spec {
        books: 2_000,
        ..small()
    };
    for _ in 0..10 {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("library.db");
        let together = std::sync::Barrier::new(OPENERS);
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..OPENERS)
                .map(|_| {
                    scope.spawn(|| {
                        together.wait();
                        open(&path, &spec)
                    })
                })
                .collect();
            for opener in openers {
                let connection = opener.join().expect("no panic").expect("a library");
                assert_eq!(count(&connection, "authors"), 200);
            }
        });
    }
}

#[test]
fn what_is_left_of_a_process_that_ended_too_early_is_filled() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("library.db");
    Connection::open(&path)
        .and_then(|connection| connection.pragma_update(None, "journal_mode", "wal"))
        .expect("a database");
    assert!(std::fs::metadata(&path).expect("a file").len() > 0);
    let connection = open(&path, &small()).expect("a library");
    let authors = connection.query_row("SELECT count(*) FROM authors", [], |row| row.get(0));
    assert_eq!(authors, Ok::<i64, rusqlite::Error>(50));
}
