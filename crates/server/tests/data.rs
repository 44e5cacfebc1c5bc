//! The database: the ways to read it, what is written to it, and what its end and that of a worker cost.

mod support;

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};
use sql_workload::engine::rusqlite::Connection;
use support::{Answer, Client, Cluster, PATIENCE, all_ready, pids, send, site};
use tempfile::TempDir;

fn add(cluster: &Cluster, book: &Value) -> Answer {
    let kind = ("Content-Type", "application/json");
    cluster.ask("POST /books", &[kind], book.to_string().as_bytes())
}

#[test]
fn all_ways_give_the_same_books_by_other_numbers_of_statements() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let read = |strategy| cluster.json(&format!("/books?strategy={strategy}&authors=40"));
    let [n_plus_one, join, batched] = ["n-plus-one", "join", "batched"].map(read);
    assert_eq!(n_plus_one["authors"], join["authors"]);
    assert_eq!(batched["authors"], join["authors"]);
    assert_eq!(join["count"], 40);
    let statements = [&n_plus_one, &join, &batched].map(|read| read["statements"].as_u64());
    assert_eq!(statements, [Some(41), Some(1), Some(2)]);
    assert_eq!(cluster.json("/books")["count"], 50);
    assert_eq!(cluster.json("/books?authors=1000")["count"], 1_000);
}

#[test]
fn a_round_trip_is_paid_for_each_statement() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let took = ["n-plus-one", "join", "batched"].map(|strategy| {
        let read = cluster.json(&format!("/books?strategy={strategy}&rtt=5"));
        assert_eq!(read["roundTripMs"], 5);
        let statements = read["statements"].as_f64().expect("a number");
        let took = read["durationMs"].as_f64().expect("a number");
        assert!(took >= statements * 5.0, "{strategy}: {took} ms");
        took
    });
    // Of the 250 ms between them, a busy machine may hide some.
    assert!(took[0] > took[1] + 125.0, "{took:?}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let cluster = Cluster::start(&["--workers", "0"]);
    for (path, reason) in [
        (
            "/books?strategy=lazy",
            "\"lazy\"; give one of n-plus-one, join, batched",
        ),
        ("/books?strategy=", "\"\"; give one of"),
        ("/books?authors=0", "from 1 to 1000"),
        ("/books?authors=1001", "from 1 to 1000"),
        ("/books?authors=1;DROP%20TABLE%20book", "from 1 to 1000"),
        ("/books?rtt=21", "from 0 to 20"),
        ("/books?rtt=-1", "from 0 to 20"),
    ] {
        let (status, body) = cluster.get(path);
        assert_eq!(status, 400, "{path}: {body}");
        assert!(body.replace('\\', "").contains(reason), "{path}: {body}");
    }
    for (book, status, reason) in [
        (json!({}), 400, "authorId"),
        (
            json!({"authorId": 1, "title": "", "year": 2000}),
            400,
            "give 1 to 200",
        ),
        (
            json!({"authorId": 1, "title": "x".repeat(201), "year": 2000}),
            400,
            "give 1 to 200",
        ),
        (
            json!({"authorId": 1, "title": "A", "year": 1}),
            400,
            "give 1450 to 2100",
        ),
        (
            json!({"authorId": 1, "title": "A", "year": "2000"}),
            400,
            "expected a JSON number",
        ),
        (
            json!({"authorId": 1, "title": "A", "year": 2000, "id": 1}),
            400,
            "unknown field",
        ),
        (
            json!({"authorId": 1_001, "title": "A", "year": 2000}),
            404,
            "no author 1001",
        ),
        (
            json!({"authorId": 1, "title": "x".repeat(5_000), "year": 2000}),
            413,
            "at most 4096",
        ),
    ] {
        let answer = add(&cluster, &book);
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(answer.text().contains(reason), "{}", answer.text());
    }
}

#[test]
fn queries_at_the_same_time_take_as_long_as_the_slowest() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let answer = cluster.json("/db-simulation");
    let number = |name: &str| answer[name].as_f64().expect("a number");
    let results = answer["results"].as_array().expect("results");
    assert_eq!(results.len(), 5);
    for result in results {
        let injected = result["injectedMs"].as_f64().expect("a number");
        assert!((50.0..150.0).contains(&injected), "{injected}");
        assert!(!result["data"].as_str().expect("a title").is_empty());
    }
    let (took, slowest, sum) = (number("durationMs"), number("slowestMs"), number("sumMs"));
    assert!(
        took >= slowest && took < sum,
        "{took} of {slowest} to {sum}"
    );
}

#[test]
fn a_book_of_one_worker_is_there_for_the_other() {
    let cluster = Cluster::of(2);
    let mut workers = HashSet::new();
    for number in 1.. {
        let answer = add(
            &cluster,
            &json!({"authorId": 1, "title": "Shared", "year": 2000}),
        );
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.json()["added"], number);
        workers.insert(answer.json()["worker"].as_u64());
        let seen = cluster.json("/books?authors=1");
        let books = seen["authors"][0]["books"].as_array().expect("books");
        let shared = books.iter().filter(|book| book["title"] == "Shared");
        assert_eq!(shared.count(), number);
        workers.insert(seen["worker"].as_u64());
        if workers.len() == 2 && number >= 10 {
            break;
        }
        assert!(number < 500, "one worker does everything");
    }
}

/// Begins a read of 18 seconds, which ends with the connection.
fn slow_read(address: SocketAddr) -> Client {
    let mut client = Client::connect(address).expect("a connection");
    let request =
        "GET /books?strategy=n-plus-one&authors=900&rtt=20 HTTP/1.1\r\nHost: test\r\n\r\n";
    client
        .0
        .get_mut()
        .write_all(request.as_bytes())
        .expect("sent");
    client
}

/// Waits until so many connections of a single process read. Returns how long that took.
fn wait_for_readers(cluster: &Cluster, expected: u64) -> Duration {
    let active = || cluster.json("/worker-status")["database"]["active"].as_u64();
    let start = Instant::now();
    while active() != Some(expected) {
        assert!(start.elapsed() < PATIENCE, "{:?} active", active());
        thread::sleep(Duration::from_millis(10));
    }
    start.elapsed()
}

#[test]
fn who_goes_away_ends_the_query() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let clients: Vec<_> = (0..3).map(|_| slow_read(cluster.address)).collect();
    wait_for_readers(&cluster, 3);
    drop(clients);
    let took = wait_for_readers(&cluster, 0);
    assert!(took < Duration::from_secs(9), "{took:?}");
}

fn titles(file: &Path) -> HashSet<String> {
    let connection = Connection::open(file).expect("a database");
    let whole: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("SQL");
    assert_eq!(whole, "ok");
    let mut statement = connection.prepare("SELECT title FROM books").expect("SQL");
    let titles = statement.query_map([], |row| row.get(0)).expect("SQL");
    titles.collect::<Result<_, _>>().expect("titles")
}

#[test]
fn no_acknowledged_book_is_lost_when_workers_are_killed() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("library.db");
    let path = file.to_str().expect("text");
    let mut cluster = Cluster::start(&["--workers", "2", "--database", path]);
    let seen = cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
    let (address, stop) = (cluster.address, AtomicBool::new(false));
    let acknowledged: Vec<String> = thread::scope(|scope| {
        let write = |writer: usize| {
            let mut acknowledged = Vec::new();
            for number in 0..2_000 {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let title = format!("Writer {writer}, book {number}");
                let body = json!({"authorId": 7, "title": title, "year": 2000}).to_string();
                let request = format!(
                    "POST /books HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                // A killed worker answers nothing, and nothing was promised.
                let answer =
                    Client::connect(address).and_then(|mut to| to.send(request.as_bytes()));
                if answer.is_ok_and(|answer| answer.status == 201) {
                    acknowledged.push(title);
                }
            }
            acknowledged
        };
        let writers: Vec<_> = (0..3)
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        for pid in pids(&seen) {
            thread::sleep(Duration::from_millis(400));
            send(pid, Signal::KILL);
        }
        thread::sleep(Duration::from_millis(600));
        stop.store(true, Ordering::Relaxed);
        let written = writers
            .into_iter()
            .map(|writer| writer.join().expect("no panic"));
        written.flatten().collect()
    });
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    cluster.signal(Signal::TERM);
    assert_eq!(cluster.wait().code(), Some(0));
    let stored = titles(&file);
    for title in &acknowledged {
        assert!(stored.contains(title), "{title} is lost");
    }
    println!("{} books", acknowledged.len());
}

#[test]
fn a_library_of_its_own_is_gone_with_the_server() {
    let folder = TempDir::new().expect("a folder");
    let dist = site();
    let mut command = Command::new(env!("CARGO_BIN_EXE_perf-playground-server"));
    command
        .args(["--port", "0", "--workers", "2", "--dist"])
        .arg(dist.path())
        .env("TMPDIR", folder.path());
    let mut cluster = Cluster::run(command, dist);
    cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
    assert_eq!(cluster.json("/books")["count"], 50);
    let files = || fs::read_dir(folder.path()).expect("a folder").count();
    assert!(files() > 0);
    cluster.signal(Signal::TERM);
    assert_eq!(cluster.wait().code(), Some(0));
    assert_eq!(files(), 0);
}

#[test]
fn a_file_that_is_no_library_is_refused_and_kept() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("notes.txt");
    let text = "These are notes, and no database. ".repeat(50);
    fs::write(&file, &text).expect("writable");
    let dist = site();
    let output = Command::new(env!("CARGO_BIN_EXE_perf-playground-server"))
        .args(["--port", "0", "--workers", "2", "--dist"])
        .arg(dist.path())
        .arg("--database")
        .arg(&file)
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("not a database"), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("readable"), text);
}

#[test]
fn a_locked_database_is_no_fault_of_the_worker() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("library.db");
    let path = file.to_str().expect("text");
    let cluster = Cluster::start(&["--workers", "0", "--database", path]);
    let book = json!({"authorId": 1, "title": "Late", "year": 2000});
    let other = Connection::open(&file).expect("a database");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let answer = add(&cluster, &book);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), "1");
    other.execute_batch("ROLLBACK").expect("no lock");
    assert_eq!(add(&cluster, &book).status, 201);
    assert_eq!(cluster.json("/health")["errors"], 0);
}

#[test]
fn a_library_of_its_own_is_gone_with_a_server_that_is_stopped_at_once() {
    let folder = TempDir::new().expect("a folder");
    let dist = site();
    let mut command = Command::new(env!("CARGO_BIN_EXE_perf-playground-server"));
    command
        .args(["--port", "0", "--workers", "0", "--dist"])
        .arg(dist.path())
        .env("TMPDIR", folder.path());
    let mut cluster = Cluster::run(command, dist);
    let slow = slow_read(cluster.address);
    wait_for_readers(&cluster, 1);
    cluster.signal(Signal::TERM);
    // Two signals at the same time could be one.
    let start = Instant::now();
    while TcpStream::connect(cluster.address).is_ok() {
        assert!(start.elapsed() < PATIENCE, "it takes connections");
        thread::sleep(Duration::from_millis(10));
    }
    cluster.signal(Signal::TERM);
    assert_eq!(cluster.wait().code(), Some(3));
    drop(slow);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn waits_that_can_only_be_too_long_are_refused_at_once() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let start = Instant::now();
    let (status, body) = cluster.get("/books?strategy=n-plus-one&authors=1000&rtt=20");
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("20020 ms"), "{body}");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(
        cluster.json("/books?strategy=batched&authors=1000&rtt=20")["count"],
        1_000
    );
}

#[test]
fn who_finds_the_queue_full_is_told_to_come_back() {
    let cluster = Cluster::start(&["--workers", "0"]);
    let database = cluster.json("/worker-status")["database"].clone();
    let number = |name: &str| database[name].as_u64().expect("a number");
    let clients: Vec<_> = (0..number("readers") + number("queueMax"))
        .map(|_| slow_read(cluster.address))
        .collect();
    wait_for_readers(&cluster, number("readers"));
    let start = Instant::now();
    loop {
        let answer = cluster.ask("GET /books?authors=1", &[], b"");
        if answer.status == 503 {
            assert_eq!(answer.header("retry-after"), "1");
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{}", answer.text());
    }
    drop(clients);
    wait_for_readers(&cluster, 0);
    assert_eq!(cluster.json("/books?authors=1")["count"], 1);
}
