//! The ways to read a library, against each other and against what was generated.
#![cfg(feature = "engine")]

use std::convert::Infallible;

use proptest::prelude::*;
use sql_workload::engine::rusqlite::{self, Connection};
use sql_workload::engine::{self, EngineError, add, create, open, read};
use sql_workload::{Author, Books, NewBook, Size, Strategy};

fn library(size: Size, seed: u64) -> Connection {
    let mut connection = Connection::open_in_memory().expect("a database");
    create(&mut connection, size, seed).expect("a library");
    connection
}

fn ways(connection: &Connection, authors: u32) -> [rusqlite::Result<sql_workload::Read>; 3] {
    Strategy::ALL.map(|strategy| {
        read(connection, strategy, authors, &mut || {
            Ok::<_, Infallible>(())
        })
        .map_err(|error| match error {
            EngineError::Sqlite(error) => error,
            other => panic!("{other}"),
        })
    })
}

fn check(size: Size, seed: u64, limit: u32) -> Result<(), TestCaseError> {
    let connection = library(size, seed);
    let expected: Vec<Author> = Books::of(size, seed).take(limit as usize).collect();
    let books: usize = expected.iter().map(|author| author.books.len()).sum();
    let alone = expected
        .iter()
        .filter(|author| author.books.is_empty())
        .count();
    let n = expected.len() as u64;
    let [n_plus_one, join, batched] = ways(&connection, limit).map(|read| read.expect("SQL"));
    for read in [&n_plus_one, &join, &batched] {
        prop_assert_eq!(&read.authors, &expected);
        prop_assert!(read.statistics.vm_steps > 0);
    }
    prop_assert_eq!(n_plus_one.statistics.statements, 1 + n);
    prop_assert_eq!(join.statistics.statements, 1);
    prop_assert_eq!(batched.statistics.statements, 2);
    for (strategy, read) in Strategy::ALL
        .into_iter()
        .zip([&n_plus_one, &join, &batched])
    {
        let authors = u32::try_from(n).expect("small");
        prop_assert_eq!(read.statistics.statements, strategy.statements(authors));
    }
    prop_assert_eq!(n_plus_one.statistics.rows, n + books as u64);
    prop_assert_eq!(batched.statistics.rows, n + books as u64);
    // Of an author without books there is a row, too.
    prop_assert_eq!(join.statistics.rows, (books + alone) as u64);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn all_ways_give_what_was_generated(
        authors in 0_u32..60,
        books_max in 0_u32..12,
        seed: u64,
        limit in 0_u32..80,
    ) {
        check(Size { authors, books_max }, seed, limit)?;
    }
}

#[test]
fn a_read_ends_when_nobody_waits_for_it() {
    let size = Size {
        authors: 50,
        books_max: 5,
    };
    let mut connection = library(size, 1);
    let mut left = 10;
    let ended = read(&connection, Strategy::NPlusOne, 50, &mut || {
        left -= 1;
        if left == 0 { Err("gone") } else { Ok(()) }
    });
    assert!(matches!(ended, Err(EngineError::Interrupted("gone"))));
    // Within a statement, by the connection's own handler.
    connection
        .progress_handler(100, Some(|| true))
        .expect("a handler");
    let ended = read(&connection, Strategy::Join, 50, &mut || {
        Ok::<_, Infallible>(())
    });
    assert!(ended.expect_err("interrupted").is_interrupted());
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .expect("no handler");
    assert!(
        read(
            &connection,
            Strategy::Join,
            50,
            &mut || Ok::<_, Infallible>(())
        )
        .is_ok()
    );
}

const SMALL: Size = Size {
    authors: 3,
    books_max: 4,
};

#[test]
fn books_are_added_up_to_the_most() {
    let mut connection = library(SMALL, 3);
    let generated: i64 = Books::of(SMALL, 3)
        .map(|author| i64::try_from(author.books.len()).expect("small"))
        .sum();
    let book = NewBook::new(2, "Twenty Thousand Queries", 1_999).expect("a book");
    for number in 1..=5 {
        let added = add(&mut connection, &book, generated, 5).expect("added");
        assert_eq!((added.id, added.added), (generated + number, number));
    }
    let full = add(&mut connection, &book, generated, 5);
    assert!(matches!(full, Err(EngineError::Full { added: 5 })));
    let found = engine::book(&connection, generated + 5).expect("SQL");
    assert_eq!(found.expect("it is there").title, "Twenty Thousand Queries");
    let nobody = NewBook::new(4, "A", 2_000).expect("a book");
    let refused = add(&mut connection, &nobody, generated, 9);
    assert!(matches!(refused, Err(EngineError::NoSuchAuthor { id: 4 })));
}

#[test]
fn a_file_is_filled_once_and_a_foreign_one_is_left_alone() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("library.db");
    let books = |connection: &Connection| -> i64 {
        connection
            .query_row("SELECT count(*) FROM book", [], |row| row.get(0))
            .expect("SQL")
    };
    let mut first = open(&path, SMALL, 3).expect("a library");
    let generated = books(&first);
    let book = NewBook::new(1, "A", 2_000).expect("a book");
    add(&mut first, &book, generated, 9).expect("added");
    // Another connection sees it, and nothing is generated again.
    let second = open(&path, SMALL, 3).expect("a library");
    assert_eq!(books(&second), generated + 1);

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .and_then(|connection| connection.execute_batch("CREATE TABLE other (x)"))
        .expect("a database");
    let before = std::fs::read(&foreign).expect("readable");
    let error = open(&foreign, SMALL, 3).expect_err("foreign").to_string();
    assert!(error.contains("foreign.db"), "{error}");
    assert_eq!(std::fs::read(&foreign).expect("readable"), before);

    let text = folder.path().join("text.txt");
    std::fs::write(
        &text,
        "This is no database, however long it is. ".repeat(100),
    )
    .expect("writable");
    let error = open(&text, SMALL, 3).expect_err("no database").to_string();
    assert!(error.contains("not a database"), "{error}");
}

#[test]
fn what_an_interrupted_read_took_counts_for_no_other() {
    let size = Size {
        authors: 50,
        books_max: 5,
    };
    let mut connection = library(size, 1);
    for (strategy, before) in Strategy::ALL.into_iter().zip(ways(&connection, 50)) {
        let before = before.expect("SQL").statistics;
        connection
            .progress_handler(100, Some(|| true))
            .expect("a handler");
        let ended = read(&connection, strategy, 50, &mut || Ok::<_, Infallible>(()));
        assert!(ended.expect_err("interrupted").is_interrupted());
        connection
            .progress_handler(0, None::<fn() -> bool>)
            .expect("no handler");
        let after = read(&connection, strategy, 50, &mut || Ok::<_, Infallible>(()));
        assert_eq!(after.expect("SQL").statistics, before, "{strategy:?}");
    }
}

#[test]
fn who_opens_a_new_file_at_the_same_time_gets_one_library() {
    const OPENERS: usize = 4;
    let size = Size {
        authors: 200,
        books_max: 20,
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
                        open(&path, size, 3)
                    })
                })
                .collect();
            for opener in openers {
                let connection = opener.join().expect("no panic").expect("a library");
                let authors: i64 = connection
                    .query_row("SELECT count(*) FROM author", [], |row| row.get(0))
                    .expect("SQL");
                assert_eq!(authors, 200);
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
    let connection = open(&path, SMALL, 3).expect("a library");
    let authors = connection.query_row("SELECT count(*) FROM author", [], |row| row.get(0));
    assert_eq!(authors, Ok(3));
}
