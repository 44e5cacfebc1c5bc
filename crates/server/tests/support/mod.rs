//! A cluster as processes, and a client that keeps its connection.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file is a crate of its own, and uses a part"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;
use tempfile::TempDir;

const ID: &str = "0123456789ab";

/// Longer than anything here takes, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A cluster on a free port; killed, if it still runs, when it is dropped.
pub struct Cluster {
    pub supervisor: Child,
    pub address: SocketAddr,
    pub dist: TempDir,
}

impl Cluster {
    pub fn start(arguments: &[&str]) -> Self {
        let dist = TempDir::new().expect("a folder");
        write(
            dist.path(),
            &format!("{ID}/site.json"),
            "{\"csp\": \"default-src 'none'\"}",
        );
        let page = format!("<meta name=\"build-id\" content=\"{ID}\">");
        write(dist.path(), "index.html", &page);
        let mut supervisor = Command::new(env!("CARGO_BIN_EXE_perf-playground-server"))
            .args(["--port", "0", "--dist"])
            .arg(dist.path())
            .args(arguments)
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let log = supervisor.stderr.take().expect("piped");
        let (sender, receiver) = std::sync::mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("url=\"http://") {
                    let _ = sender.send(rest.split('/').next().unwrap_or_default().to_owned());
                }
                // Shown where a test fails.
                println!("{line}");
            }
        });
        let address = receiver
            .recv_timeout(PATIENCE)
            .expect("it says where it listens");
        Self {
            supervisor,
            address: address.parse().expect("an address"),
            dist,
        }
    }

    /// With so many workers, all of them ready.
    pub fn of(workers: usize) -> Self {
        let cluster = Self::start(&["--workers", &workers.to_string()]);
        cluster.wait_for("all are ready", |seen| all_ready(seen, workers));
        cluster
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let answer = Client::connect(self.address).and_then(|mut client| client.get(path, false));
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn json(&self, path: &str) -> Value {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    pub fn wait_for(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let seen = self.json("/cluster");
            if is_so(&seen) {
                return seen;
            }
            assert!(start.elapsed() < PATIENCE, "{what}: {seen:#}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn signal(&self, signal: Signal) {
        send(self.supervisor.id(), signal);
    }

    /// Asks something of an administrator, with a token or without.
    pub fn post(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let authorization = token.map_or_else(String::new, |token| {
            format!("Authorization: Bearer {token}\r\n")
        });
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n{authorization}Connection: close\r\n\r\n"
        );
        let mut client = Client::connect(self.address).expect("a connection");
        let (status, _, body) = client.exchange(&request, false).expect("an answer");
        (status, body)
    }

    pub fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.supervisor.try_wait().expect("a child") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its workers end with it.
        let _ = self.supervisor.kill();
        let _ = self.supervisor.wait();
    }
}

pub fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
    fs::write(file, text).expect("writable");
}

pub fn send(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process")).expect("not zero");
    kill_process(pid, signal).expect("it runs");
}

pub fn runs(pid: u32) -> bool {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process")).expect("not zero");
    test_kill_process(pid).is_ok()
}

pub fn pids(seen: &Value) -> Vec<u32> {
    let workers = seen["workers"].as_array().expect("workers");
    let pid = |worker: &Value| {
        worker["pid"]
            .as_u64()
            .and_then(|pid| u32::try_from(pid).ok())
    };
    workers
        .iter()
        .map(|worker| pid(worker).expect("a process"))
        .collect()
}

pub fn all_ready(seen: &Value, workers: usize) -> bool {
    let states = seen["workers"].as_array().expect("workers");
    states.len() == workers && states.iter().all(|worker| worker["state"] == "ready")
}

/// A connection that is kept.
pub struct Client(pub BufReader<TcpStream>);

impl Client {
    pub fn connect(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks; with `keep` the connection goes on, unless the server wants it closed.
    pub fn get(&mut self, path: &str, keep: bool) -> std::io::Result<(u16, String)> {
        let (status, _, body) = self.ask(path, keep)?;
        Ok((status, body))
    }

    pub fn ask(&mut self, path: &str, keep: bool) -> std::io::Result<(u16, bool, String)> {
        let connection = if keep { "keep-alive" } else { "close" };
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: {connection}\r\n\r\n");
        self.exchange(&request, keep)
    }

    pub fn exchange(&mut self, request: &str, keep: bool) -> std::io::Result<(u16, bool, String)> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length, mut closes) = (0, 0, !keep);
        for number in 0.. {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if number == 0 {
                status = line
                    .split(' ')
                    .nth(1)
                    .and_then(|it| it.parse().ok())
                    .unwrap_or(0);
            } else if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap_or(0);
            } else if line == "connection: close" {
                closes = true;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, closes, String::from_utf8_lossy(&body).into_owned()))
    }
}
