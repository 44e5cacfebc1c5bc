//! Two instances behind nginx, configured as `docs/nginx.conf` says: what the replacement and the death of an
//! instance cost those who are served.

mod support;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Signal, geteuid};
use serde_json::Value;
use support::{CUT, Client, Cluster, PATIENCE, all_ready, pids, runs, send};
use tempfile::TempDir;

const DOCUMENTED: &str = include_str!("../../../docs/nginx.conf");

/// Where nginx is, if no variable and no folder of `PATH` has it: a user's `PATH` often lacks these.
const PLACES: &[&str] = &["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/// Clients that ask at the same time, and their pause between two requests: load, but no flood.
const CLIENTS: usize = 8;
const PAUSE: Duration = Duration::from_millis(2);

/// Far more than a request takes, and less than the slow one that an instance ends with.
const WAIT_MAX: Duration = Duration::from_secs(1);

/// How many failures are kept to be shown.
const FAILURES_MAX: usize = 20;

fn nginx_program() -> PathBuf {
    if let Some(file) = env::var_os("NGINX_BIN").filter(|value| !value.is_empty()) {
        return PathBuf::from(file);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(PLACES.iter().map(PathBuf::from))
        .map(|folder| folder.join("nginx"))
        .find(|file| file.is_file())
        .expect(
            "nginx was not found, and NGINX_BIN does not name it; `cargo xtask setup --only test` installs it, \
             and `cargo xtask test --only native` also sets the variable",
        )
}

/// nginx in the foreground, with everything it writes in a folder of its own.
struct Nginx {
    master: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    fn before(instances: [SocketAddr; 2]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let address = free_address();
        write_configuration(folder.path(), address, instances);
        let mut master = Command::new(nginx_program())
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(folder.path().join("nginx.conf"))
            .args(["-e", "stderr"])
            // By which nginx tells itself of sockets.
            .env_remove("NGINX")
            .stderr(Stdio::piped())
            .spawn()
            .expect("nginx starts");
        let log = master.stderr.take().expect("piped");
        thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                // Shown where a test fails.
                println!("nginx: {line}");
            }
        });
        let mut nginx = Self {
            master,
            address,
            _folder: folder,
        };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = nginx.master.try_wait().expect("a child");
            assert!(ended.is_none(), "nginx has ended: {ended:?}");
            assert!(start.elapsed() < PATIENCE, "nginx does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        nginx
    }

    fn get(&self, path: &str) -> (u16, String) {
        let answer = Client::connect(self.address).and_then(|mut client| client.get(path, false));
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Killed, it would leave its workers behind.
        send(self.master.id(), Signal::TERM);
        let _ = self.master.wait();
    }
}

/// What is free now may be taken a moment later, but the system gives out others first.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}

fn write_configuration(folder: &Path, address: SocketAddr, instances: [SocketAddr; 2]) {
    let mut site = DOCUMENTED.to_owned();
    for (documented, here) in [
        ("listen 80;", format!("listen {address};")),
        (
            "server 127.0.0.1:8081 ",
            format!("server {} ", instances[0]),
        ),
        (
            "server 127.0.0.1:8082 ",
            format!("server {} ", instances[1]),
        ),
    ] {
        assert_eq!(site.matches(documented).count(), 1, "{documented}");
        site = site.replace(documented, &here);
    }
    let shown = folder.display();
    // Its workers would be nobody, who may not write here.
    let user = if geteuid().is_root() {
        "user root;"
    } else {
        ""
    };
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("    {what}_temp_path {shown}/{what};\n"))
        .concat();
    let main = format!(
        "daemon off;\n{user}\nworker_processes 2;\npid {shown}/nginx.pid;\nlock_file {shown}/nginx.lock;\n\
         error_log stderr warn;\nevents {{ worker_connections 512; }}\n\
         http {{\n    access_log off;\n{temporary}    include {shown}/site.conf;\n}}\n"
    );
    support::write(folder, "site.conf", &site);
    support::write(folder, "nginx.conf", &main);
}

/// What clients saw that asked through nginx until they were told to stop.
#[derive(Debug, Default)]
struct Load {
    answered: AtomicU64,
    /// How many answers each worker gave.
    by_worker: Mutex<BTreeMap<u64, u64>>,
    /// Answers that began well and broke off.
    cut: AtomicU64,
    /// Whatever else was not answered with 200.
    failed: AtomicU64,
    failures: Mutex<Vec<String>>,
}

impl Load {
    /// How many answers the workers of these pids gave.
    fn of(&self, workers: &[u32]) -> u64 {
        let by_worker = self.by_worker.lock().expect("no panic");
        let count = |pid: &u32| by_worker.get(&u64::from(*pid)).copied().unwrap_or(0);
        workers.iter().map(count).sum()
    }

    fn wait_for_answers_of(&self, workers: &[u32]) {
        let start = Instant::now();
        while self.of(workers) == 0 {
            assert!(
                start.elapsed() < PATIENCE,
                "{workers:?} get no requests: {self:?}"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn assert_all_answered(&self) {
        assert_eq!(self.cut.load(Ordering::Relaxed), 0, "{self:?}");
        self.assert_all_begun();
    }

    /// Every request was answered with 200, though the answer may have broken off.
    fn assert_all_begun(&self) {
        assert_eq!(self.failed.load(Ordering::Relaxed), 0, "{self:?}");
        assert!(self.answered.load(Ordering::Relaxed) > 100, "{self:?}");
        println!("{self:?}");
    }

    fn fail(&self, what: String) {
        self.failed.fetch_add(1, Ordering::Relaxed);
        let mut failures = self.failures.lock().expect("no panic");
        if failures.len() < FAILURES_MAX {
            failures.push(what);
        }
        // Whatever it is, it need not be said a thousand times.
        thread::sleep(Duration::from_millis(20));
    }

    /// Asks once, and keeps the connection if it may. Nothing is tried again.
    fn ask(&self, client: &mut Option<Client>, address: SocketAddr, path: &str) {
        let connected = client.take().map_or_else(|| Client::connect(address), Ok);
        let answer = connected.and_then(|mut connected| {
            let answer = connected.ask(path, true)?;
            Ok((connected, answer))
        });
        match answer {
            Ok((connected, (200, closes, body))) => {
                self.answered.fetch_add(1, Ordering::Relaxed);
                if let Ok(answer) = serde_json::from_str::<Value>(&body)
                    && let Some(pid) = answer["worker"].as_u64()
                {
                    *self
                        .by_worker
                        .lock()
                        .expect("no panic")
                        .entry(pid)
                        .or_default() += 1;
                }
                *client = (!closes).then_some(connected);
            }
            Ok((_, (status, _, body))) => self.fail(format!("{path}: {status}: {body}")),
            Err(error) if error.to_string() == CUT => {
                self.cut.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => self.fail(format!("{path}: {error}")),
        }
    }
}

/// Asks over and over, by several clients that keep their connections, while `meanwhile` goes on.
fn under_load(address: SocketAddr, meanwhile: impl FnOnce(&Load)) -> Load {
    /// Stops the clients also where `meanwhile` panics.
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let (load, stop) = (Load::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut client = None;
                while !stop.load(Ordering::Relaxed) {
                    for path in ["/fibonacci/10", "/"] {
                        load.ask(&mut client, address, path);
                        thread::sleep(PAUSE);
                    }
                }
            });
        }
        let _stop = Stop(&stop);
        meanwhile(&load);
    });
    load
}

fn two_instances() -> ([Cluster; 2], Nginx) {
    let instances = [Cluster::of(2), Cluster::of(2)];
    let nginx = Nginx::before([instances[0].address, instances[1].address]);
    (instances, nginx)
}

/// Starts another instance where one was.
fn replacement_at(address: SocketAddr) -> Cluster {
    let cluster = Cluster::start_at(address.port(), &["--workers", "2"]);
    cluster.wait_for("all are ready", |seen| all_ready(seen, 2));
    cluster
}

#[test]
fn replacing_both_instances_one_after_the_other_fails_no_request() {
    let (mut instances, nginx) = two_instances();
    let load = under_load(nginx.address, |load| {
        for instance in &mut instances {
            load.wait_for_answers_of(&pids(&instance.json("/cluster")));
            instance.signal(Signal::TERM);
            assert_eq!(instance.wait().code(), Some(0));
            *instance = replacement_at(instance.address);
            // Only when it serves again may the other one go.
            load.wait_for_answers_of(&pids(&instance.json("/cluster")));
        }
    });
    load.assert_all_answered();
}

#[test]
fn replacing_the_workers_of_an_instance_fails_no_request() {
    let (instances, nginx) = two_instances();
    let before = pids(&instances[0].json("/cluster"));
    let load = under_load(nginx.address, |load| {
        load.wait_for_answers_of(&before);
        instances[0].signal(Signal::HUP);
        let seen = instances[0].wait_for("all are replaced", |seen| {
            all_ready(seen, 2) && pids(seen).iter().all(|pid| !before.contains(pid))
        });
        load.wait_for_answers_of(&pids(&seen));
        let start = Instant::now();
        while before.iter().any(|&pid| runs(pid)) {
            assert!(start.elapsed() < PATIENCE, "the old ones go on");
            thread::sleep(Duration::from_millis(20));
        }
    });
    load.assert_all_answered();
}

#[test]
fn the_death_of_an_instance_fails_no_get_but_cuts_what_it_was_answering() {
    let (mut instances, nginx) = two_instances();
    let load = under_load(nginx.address, |load| {
        load.wait_for_answers_of(&pids(&instances[0].json("/cluster")));
        instances[0].supervisor.kill().expect("it runs");
        instances[0].supervisor.wait().expect("a child");
        // Long enough that nginx tries it again, more than once.
        thread::sleep(Duration::from_secs(3));
        instances[0] = replacement_at(instances[0].address);
        load.wait_for_answers_of(&pids(&instances[0].json("/cluster")));
    });
    load.assert_all_begun();
    // What nginx has begun to pass on it cannot ask for again; a client has one such answer at a time.
    assert!(
        load.cut.load(Ordering::Relaxed) <= CLIENTS as u64,
        "{load:?}"
    );
}

#[test]
fn a_slow_request_does_not_keep_others_waiting_for_an_instance_that_drains() {
    let (mut instances, nginx) = two_instances();
    let direct = instances[0].address;
    let slow = thread::spawn(move || Client::connect(direct)?.get("/fibonacci/43", true));
    instances[0].wait_for("it computes", |seen| {
        let workers = seen["workers"].as_array().expect("workers").iter();
        let in_flight = workers.map(|worker| worker["inFlight"].as_u64().unwrap_or(0));
        // One is this question itself.
        in_flight.sum::<u64>() > 1
    });
    instances[0].signal(Signal::TERM);
    let start = Instant::now();
    // Whoever still reaches the port of an instance that ends would wait for its end.
    while TcpStream::connect(direct).is_ok() {
        assert!(start.elapsed() < WAIT_MAX, "it still takes connections");
        thread::sleep(PAUSE);
    }
    let mut took = Vec::new();
    while !slow.is_finished() && start.elapsed() < PATIENCE {
        let begun = Instant::now();
        let (status, body) = nginx.get("/");
        assert_eq!(status, 200, "{body}");
        took.push(begun.elapsed());
        thread::sleep(PAUSE);
    }
    let (status, body) = slow.join().expect("no panic").expect("an answer");
    assert_eq!(status, 200, "{body}");
    assert_eq!(instances[0].wait().code(), Some(0));
    let longest = took.iter().max().expect("others asked meanwhile");
    println!("{} asked, the longest waited {longest:?}", took.len());
    assert!(*longest < WAIT_MAX, "{longest:?}");
}

#[test]
fn what_is_too_much_is_refused_and_takes_no_instance_out() {
    let (instances, nginx) = two_instances();
    let address = nginx.address;
    // Each takes all of a worker's budget, and there are more than workers.
    let clients: Vec<_> = (0..12)
        .map(|_| {
            thread::spawn(move || {
                Client::connect(address)?.get("/memory-intensive?size=1000000", false)
            })
        })
        .collect();
    let mut refused = 0;
    for client in clients {
        let (status, body) = client.join().expect("no panic").expect("an answer");
        assert!(matches!(status, 200 | 503), "{status}: {body}");
        refused += u32::from(status == 503);
    }
    assert!(refused > 0, "nothing was too much");
    let load = under_load(address, |load| {
        for instance in &instances {
            load.wait_for_answers_of(&pids(&instance.json("/cluster")));
        }
        thread::sleep(Duration::from_millis(500));
    });
    load.assert_all_answered();
}

#[test]
fn ids_pass_events_come_at_once_and_administration_stays_inside() {
    let (instances, nginx) = two_instances();
    let head = |line: &str| {
        let mut stream = TcpStream::connect(nginx.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let request =
            format!("GET /health/live HTTP/1.1\r\nHost: test\r\n{line}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        text.to_ascii_lowercase()
    };
    let own = head("X-Request-Id: a-client-chose-this\r\n");
    assert!(
        own.contains("x-request-id: a-client-chose-this\r\n"),
        "{own}"
    );
    let made = head("");
    let id = made
        .lines()
        .find_map(|line| line.strip_prefix("x-request-id: "))
        .unwrap_or_default();
    // As nginx makes them: the server's own would have hyphens.
    let is_digit = |byte: u8| byte.is_ascii_hexdigit();
    assert!(id.len() == 32 && id.bytes().all(is_digit), "{made}");

    for path in ["/metrics", "/cluster/restart", "/cluster/workers/0/kill"] {
        assert_eq!(nginx.get(path).0, 404, "{path}");
    }
    assert_eq!(instances[0].get("/metrics").0, 200);

    let multiply = |length: usize| {
        let request = format!(
            "POST /matrix-multiply HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{}",
            " ".repeat(length)
        );
        let mut client = Client::connect(nginx.address).expect("a connection");
        client.send(request.as_bytes()).expect("an answer")
    };
    // Larger than nginx takes if nobody tells it; the server itself finds nothing in it.
    let empty = multiply(2 << 20);
    assert_eq!(empty.status, 400, "{}", empty.text());
    // More than the server takes: it says so itself, though nginx still sends.
    let large = multiply(5 << 20);
    assert_eq!(large.status, 413, "{}", large.text());
    assert!(large.text().contains("at most 4194304 bytes"));

    let mut stream = Client::connect(nginx.address).expect("a connection");
    let request = "GET /cluster/events HTTP/1.1\r\nHost: test\r\n\r\n";
    stream
        .0
        .get_mut()
        .write_all(request.as_bytes())
        .expect("sent");
    let start = Instant::now();
    let mut line = String::new();
    while !line.starts_with("data: ") {
        line.clear();
        assert_ne!(stream.0.read_line(&mut line).expect("a line"), 0, "it ends");
    }
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}
