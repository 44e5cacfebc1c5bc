//! The cluster as processes: what a crash, a hang, a reload and an end cost those who are served.

mod support;

use std::fs;
use std::io::{BufRead, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use command_fds::{CommandFdExt, FdMapping};
use rustix::process::Signal;
use serde_json::Value;
use support::{Client, Cluster, PATIENCE, all_ready, pids, runs, send, site, write};
use tempfile::TempDir;

/// What clients saw that asked until they were told to stop.
#[derive(Debug, Default)]
struct Load {
    answered: AtomicU64,
    refused: AtomicU64,
    broken: AtomicU64,
}

/// Asks over and over, by so many clients, while `meanwhile` goes on. Each connection is kept until the
/// server wants it closed, or, without `keep`, used once.
fn under_load<T>(
    address: SocketAddr,
    clients: usize,
    keep: bool,
    meanwhile: impl FnOnce() -> T,
) -> (Load, T) {
    let (load, stop) = (Load::default(), AtomicBool::new(false));
    let made = thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(|| {
                let mut kept = None;
                while !stop.load(Ordering::Relaxed) {
                    let client = kept.take().map_or_else(|| Client::connect(address), Ok);
                    let Ok(mut client) = client else {
                        load.refused.fetch_add(1, Ordering::Relaxed);
                        continue;
                    };
                    match client.ask("/fibonacci/10", keep) {
                        Ok((200, closes, _)) => {
                            load.answered.fetch_add(1, Ordering::Relaxed);
                            kept = (!closes).then_some(client);
                        }
                        _ => {
                            load.broken.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
        let made = meanwhile();
        stop.store(true, Ordering::Relaxed);
        made
    });
    (load, made)
}

#[test]
fn workers_share_a_port_and_each_tells_of_all() {
    let cluster = Cluster::of(2);
    let seen = cluster.json("/cluster");
    let pids = pids(&seen);
    assert_ne!(pids[0], pids[1]);
    assert_eq!(seen["supervisor"]["pid"], cluster.supervisor.id());
    assert!(pids.contains(&u32::try_from(seen["pid"].as_u64().expect("a pid")).expect("small")));

    let answer = cluster.json("/fibonacci/30");
    assert_eq!(
        (&answer["n"], &answer["fibonacci"]),
        (&30.into(), &832_040.into())
    );
    let answer = cluster.json("/primes/1000000");
    assert_eq!(answer["count"], 78_498);
    assert_eq!(answer["primes"].as_array().map(Vec::len), Some(100));
    let sum = cluster.json("/cpu-intensive")["result"]
        .as_f64()
        .expect("a sum");
    // By Euler and Maclaurin.
    assert!((sum - 666_667_166.458_841_4).abs() < 1e-3, "{sum}");
    assert_eq!(cluster.json("/health")["status"], "healthy");
    assert_eq!(cluster.get("/health/live").0, 200);
    assert_eq!(cluster.get("/health/ready").0, 200);
    assert_eq!(cluster.get("/").0, 200);
    assert_eq!(cluster.json("/worker-status")["queueLength"], 0);
    let metrics = cluster.get("/metrics").1;
    assert!(
        metrics.contains("http_server_request_duration_seconds_count{route=\"/fibonacci/{n}\"} 1"),
        "{metrics}"
    );
}

#[test]
fn connections_that_come_at_once_are_shared() {
    const CONNECTIONS: u64 = 32;

    let cluster = Cluster::of(2);
    for _ in 0..3 {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|_| Client::connect(cluster.address).expect("a connection"))
            .collect();
        let of = |worker: &Value| worker["connections"].as_u64().unwrap_or(0);
        let seen = cluster.wait_for("all are taken", |seen| {
            let workers = seen["workers"].as_array().expect("workers").iter();
            workers.map(of).sum::<u64>() >= CONNECTIONS
        });
        for worker in seen["workers"].as_array().expect("workers") {
            assert!(of(worker) >= CONNECTIONS / 4, "{seen:#}");
        }
        drop(clients);
        cluster.wait_for("all are gone", |seen| {
            let workers = seen["workers"].as_array().expect("workers").iter();
            workers.map(of).sum::<u64>() < CONNECTIONS / 4
        });
    }
}

#[test]
fn a_killed_worker_costs_nobody_a_connection_and_no_count() {
    let cluster = Cluster::of(2);
    let before = cluster.json("/cluster");
    let (load, killed) = under_load(cluster.address, 8, false, || {
        let mut killed = 0;
        for slot in 0..2 {
            let seen = cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
            thread::sleep(Duration::from_millis(300));
            let victim = pids(&seen)[slot];
            send(victim, Signal::KILL);
            killed += 1;
            cluster.wait_for("another took its place", |seen| {
                all_ready(seen, 2) && pids(seen)[slot] != victim
            });
        }
        killed
    });
    let answered = load.answered.load(Ordering::Relaxed);
    assert_eq!(load.refused.load(Ordering::Relaxed), 0, "{load:?}");
    // Only connections that a killed worker held end, and a client holds one at a time.
    assert!(
        load.broken.load(Ordering::Relaxed) <= 8 * killed,
        "{load:?}"
    );
    assert!(answered > 100, "{load:?}");
    let after = cluster.json("/cluster");
    let count = |seen: &Value| seen["requests"].as_u64().expect("a count");
    // Besides, this test asked, and a killed worker may have counted what it could not send.
    assert!(
        count(&after) - count(&before) >= answered,
        "{load:?}, {after:#}"
    );
    let restarts = |slot: usize| after["workers"][slot]["restarts"].as_u64();
    assert_eq!((restarts(0), restarts(1)), (Some(1), Some(1)), "{after:#}");
}

#[test]
fn a_reload_under_load_fails_no_request() {
    let cluster = Cluster::of(2);
    let before = pids(&cluster.json("/cluster"));
    let (load, after) = under_load(cluster.address, 8, true, || {
        thread::sleep(Duration::from_millis(200));
        cluster.signal(Signal::HUP);
        let seen = cluster.wait_for("all are replaced", |seen| {
            all_ready(seen, 2) && pids(seen).iter().all(|pid| !before.contains(pid))
        });
        let start = Instant::now();
        while before.iter().any(|&pid| runs(pid)) {
            assert!(start.elapsed() < PATIENCE, "the old ones go on");
            thread::sleep(Duration::from_millis(20));
        }
        seen
    });
    assert_eq!(load.refused.load(Ordering::Relaxed), 0, "{load:?}");
    assert_eq!(load.broken.load(Ordering::Relaxed), 0, "{load:?}");
    assert!(load.answered.load(Ordering::Relaxed) > 100, "{load:?}");
    assert_eq!(after["workers"][0]["restarts"], 0, "{after:#}");
}

#[test]
fn an_end_lets_slow_requests_finish() {
    let mut cluster = Cluster::of(2);
    // An idle connection that is kept must not hold it up.
    let mut idle = Client::connect(cluster.address).expect("a connection");
    assert_eq!(idle.get("/health/live", true).expect("an answer").0, 200);
    let address = cluster.address;
    let slow = thread::spawn(move || Client::connect(address)?.get("/fibonacci/43", true));
    cluster.wait_for("it computes", |seen| {
        let in_flight = |worker: &Value| worker["inFlight"].as_u64().unwrap_or(0);
        let workers = seen["workers"].as_array().expect("workers");
        // One is this question itself.
        workers.iter().map(in_flight).sum::<u64>() > 1
    });
    cluster.signal(Signal::TERM);
    let (status, body) = slow.join().expect("no panic").expect("an answer");
    assert_eq!(status, 200);
    assert!(body.contains("433494437"), "{body}");
    assert_eq!(cluster.wait().code(), Some(0));
    assert!(TcpStream::connect(cluster.address).is_err());
}

#[test]
fn who_takes_too_long_at_the_end_is_killed_and_the_status_tells() {
    let mut cluster = Cluster::start(&["--workers", "2", "--drain-timeout", "1s"]);
    cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
    let address = cluster.address;
    let slow: Vec<_> = (0..2)
        .map(|_| thread::spawn(move || Client::connect(address)?.get("/fibonacci/45", true)))
        .collect();
    cluster.wait_for("they compute", |seen| {
        let workers = seen["workers"].as_array().expect("workers");
        let in_flight = |worker: &Value| worker["inFlight"].as_u64().unwrap_or(0);
        workers.iter().map(in_flight).sum::<u64>() > 2
    });
    cluster.signal(Signal::TERM);
    cluster.signal(Signal::TERM);
    assert_eq!(cluster.wait().code(), Some(3));
    for client in slow {
        assert!(client.join().expect("no panic").is_err());
    }
}

#[test]
fn workers_that_cannot_start_end_the_supervisor() {
    let mut cluster = Cluster::of(1);
    let pid = pids(&cluster.json("/cluster"))[0];
    fs::remove_file(cluster.dist.path().join("index.html")).expect("there");
    send(pid, Signal::KILL);
    assert_eq!(cluster.wait().code(), Some(4));
}

#[test]
fn an_administrator_kills_and_restarts_and_nobody_else_does() {
    const TOKEN: &str = "a token of some length";
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "token", TOKEN);
    let file = folder.path().join("token").display().to_string();
    let cluster = Cluster::start(&["--workers", "2", "--admin-token-file", &file]);
    let before = pids(&cluster.wait_for("all are ready", |seen| all_ready(seen, 2)));
    assert_eq!(cluster.post("/cluster/workers/0/kill", None).0, 401);
    assert_eq!(
        cluster
            .post("/cluster/workers/0/kill", Some("another token"))
            .0,
        401
    );
    assert_eq!(cluster.get("/cluster/workers/0/kill").0, 405);
    let (status, body) = cluster.post("/cluster/workers/2/kill", Some(TOKEN));
    assert!(status == 400 && body.contains("from 0 to 1"), "{body}");
    assert_eq!(
        pids(&cluster.json("/cluster")),
        before,
        "nothing has happened"
    );

    assert_eq!(cluster.post("/cluster/workers/0/kill", Some(TOKEN)).0, 202);
    let (status, body) = cluster.post("/cluster/workers/1/kill", Some(TOKEN));
    assert!(
        status == 202 || status == 409 && body.contains("at least two"),
        "{status}: {body}"
    );
    cluster.wait_for("another took its place", |seen| {
        all_ready(seen, 2) && pids(seen)[0] != before[0]
    });
    assert_eq!(
        cluster.post("/cluster/workers/1/restart", Some(TOKEN)).0,
        202
    );
    let seen = cluster.wait_for("another took its place", |seen| {
        all_ready(seen, 2) && pids(seen)[1] != before[1]
    });
    assert_eq!(seen["workers"][1]["restarts"], 0, "{seen:#}");
}

#[test]
fn where_one_worker_serves_nobody_may_kill_it() {
    const TOKEN: &str = "a token of some length";
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "token", TOKEN);
    let file = folder.path().join("token").display().to_string();
    let cluster = Cluster::start(&["--workers", "1", "--admin-token-file", &file]);
    cluster.wait_for("it is ready", |seen| all_ready(seen, 1));
    let (status, body) = cluster.post("/cluster/workers/0/kill", Some(TOKEN));
    assert!(status == 409 && body.contains("at least two"), "{body}");
}

#[test]
fn events_tell_of_a_death_at_once_and_end_with_the_cluster() {
    let mut cluster = Cluster::of(2);
    let mut stream = Client::connect(cluster.address).expect("a connection");
    let request = "GET /cluster/events HTTP/1.1\r\nHost: test\r\n\r\n";
    stream
        .0
        .get_mut()
        .write_all(request.as_bytes())
        .expect("sent");
    // Whoever answers is not the one that dies.
    let first = next_event(&mut stream);
    let asked = first["pid"].as_u64();
    let slot = usize::from(first["workers"][0]["pid"].as_u64() == asked);
    send(pids(&first)[slot], Signal::KILL);
    let start = Instant::now();
    while next_event(&mut stream)["workers"][slot]["restarts"] != 1 {
        assert!(start.elapsed() < PATIENCE, "nobody tells of it");
    }
    cluster.wait_for("another took its place", |seen| all_ready(seen, 2));
    cluster.signal(Signal::TERM);
    let mut rest = String::new();
    stream
        .0
        .read_to_string(&mut rest)
        .expect("it ends in good order");
    assert_eq!(cluster.wait().code(), Some(0));
}

fn next_event(stream: &mut Client) -> Value {
    loop {
        let mut line = String::new();
        assert_ne!(
            stream.0.read_line(&mut line).expect("a line"),
            0,
            "the stream has ended"
        );
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).expect("JSON");
        }
    }
}

#[test]
fn a_hung_worker_is_replaced() {
    let cluster = Cluster::of(2);
    let seen = cluster.json("/cluster");
    let asked = u32::try_from(seen["pid"].as_u64().expect("a pid")).expect("small");
    let hung = pids(&seen)[0];
    assert!(pids(&seen).contains(&asked));
    send(hung, Signal::STOP);
    let start = Instant::now();
    loop {
        // The hung one still takes connections' places in the queue of the port, though it answers none.
        let answer = Client::connect(cluster.address).and_then(|mut client| {
            client
                .0
                .get_ref()
                .set_read_timeout(Some(Duration::from_secs(1)))?;
            client.get("/cluster", false)
        });
        if let Ok((200, body)) = answer {
            let seen: Value = serde_json::from_str(&body).expect("JSON");
            if all_ready(&seen, 2) && pids(&seen)[0] != hung {
                break;
            }
        }
        assert!(start.elapsed() < PATIENCE, "it is not replaced");
        thread::sleep(Duration::from_millis(100));
    }
    assert!(!runs(hung));
}

#[test]
fn no_worker_outlives_its_supervisor() {
    let mut cluster = Cluster::of(2);
    let workers = pids(&cluster.json("/cluster"));
    cluster.supervisor.kill().expect("it runs");
    cluster.supervisor.wait().expect("a child");
    let start = Instant::now();
    // A process that nobody waits for is still named; the port tells whether it is gone.
    while TcpStream::connect(cluster.address).is_ok() {
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{workers:?} go on"
        );
        thread::sleep(Duration::from_millis(20));
    }
    std::net::TcpListener::bind(cluster.address).expect("the port is free");
}

#[test]
fn a_socket_of_systemd_is_served() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let dist = site();
    // What systemd does: the socket as descriptor 3, and whom it is for.
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg("LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" --workers 2 --dist \"$1\"")
        .arg(env!("CARGO_BIN_EXE_perf-playground-server"))
        .arg(dist.path());
    let mapping = FdMapping {
        parent_fd: listener.into(),
        child_fd: 3,
    };
    command.fd_mappings(vec![mapping]).expect("one descriptor");
    let mut cluster = Cluster::run(command, dist);
    assert_eq!(cluster.address, address);
    cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
    cluster.signal(Signal::TERM);
    assert_eq!(cluster.wait().code(), Some(0));
}
