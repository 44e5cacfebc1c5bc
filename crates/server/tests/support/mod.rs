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
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;
use tempfile::TempDir;

const ID: &str = "0123456789ab";

/// Longer than anything here takes, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What is wrong with an answer that breaks off in its body.
pub const CUT: &str = "the answer breaks off";

/// A cluster on a free port; killed, if it still runs, when it is dropped.
pub struct Cluster {
    pub supervisor: Child,
    pub address: SocketAddr,
    pub dist: TempDir,
    log: Arc<Mutex<String>>,
    /// What a server that is killed leaves behind.
    _left: TempDir,
}

impl Cluster {
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_at(0, arguments)
    }

    /// At a port; 0 takes any that is free.
    pub fn start_at(port: u16, arguments: &[&str]) -> Self {
        let dist = site();
        let mut command = Command::new(env!("CARGO_BIN_EXE_perf-playground-server"));
        command
            .args(["--port", &port.to_string(), "--dist"])
            .arg(dist.path())
            .args(arguments);
        Self::run(command, dist)
    }

    /// Of a command that starts a server for that site.
    pub fn run(mut command: Command, dist: TempDir) -> Self {
        let left = TempDir::new().expect("a folder");
        if command.get_envs().all(|(name, _)| name != "TMPDIR") {
            command.env("TMPDIR", left.path());
        }
        let mut supervisor = command
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let log = supervisor.stderr.take().expect("piped");
        let (sender, receiver) = std::sync::mpsc::channel();
        let kept = Arc::new(Mutex::new(String::new()));
        let lines = Arc::clone(&kept);
        thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("url=\"http://") {
                    let _ = sender.send(rest.split('/').next().unwrap_or_default().to_owned());
                }
                // Shown where a test fails.
                println!("{line}");
                let mut lines = lines.lock().expect("no panic");
                lines.push_str(&line);
                lines.push('\n');
            }
        });
        let address = receiver
            .recv_timeout(PATIENCE)
            .expect("it says where it listens");
        Self {
            supervisor,
            address: address.parse().expect("an address"),
            dist,
            log: kept,
            _left: left,
        }
    }

    /// Waits for a line of the log in which all of this stands.
    pub fn wait_for_log(&self, parts: &[&str]) {
        let start = Instant::now();
        let is_there = || {
            let log = self.log.lock().expect("no panic");
            log.lines()
                .any(|line| parts.iter().all(|part| line.contains(part)))
        };
        while !is_there() {
            assert!(start.elapsed() < PATIENCE, "{parts:?} is not in the log");
            thread::sleep(Duration::from_millis(20));
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

    /// Asks with a method, with headers and with a body.
    pub fn ask(&self, request: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!(
            "{request} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut client = Client::connect(self.address).expect("a connection");
        let answer = client.send(&[head.as_bytes(), body].concat());
        answer.unwrap_or_else(|error| panic!("{request}: {error}"))
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

/// The smallest site that is one.
pub fn site() -> TempDir {
    let dist = TempDir::new().expect("a folder");
    write(
        dist.path(),
        &format!("{ID}/site.json"),
        "{\"csp\": \"default-src 'none'\"}",
    );
    let page = format!("<meta name=\"build-id\" content=\"{ID}\">");
    write(dist.path(), "index.html", &page);
    dist
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
        let answer = self.send(request.as_bytes())?;
        let closes = !keep || answer.header("connection") == "close";
        Ok((answer.status, closes, answer.text()))
    }

    /// Sends a whole request, and reads the answer to it.
    pub fn send(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.0.get_mut().write_all(request)?;
        self.answer()
    }

    pub fn answer(&mut self) -> std::io::Result<Answer> {
        let mut line = String::new();
        self.line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
        let mut headers = Vec::new();
        loop {
            self.line(&mut line)?;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let mut answer = Answer {
            status: status.unwrap_or(0),
            headers,
            body: Vec::new(),
        };
        let length = answer.header("content-length").parse().unwrap_or(0);
        answer.body.resize(length, 0);
        self.0
            .read_exact(&mut answer.body)
            .map_err(|_| std::io::Error::other(CUT))?;
        Ok(answer)
    }

    /// The next line without its end.
    fn line(&mut self, line: &mut String) -> std::io::Result<()> {
        line.clear();
        if self.0.read_line(line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end().len());
        Ok(())
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The first of that name, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers_of(name).next().unwrap_or("")
    }

    pub fn headers_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
