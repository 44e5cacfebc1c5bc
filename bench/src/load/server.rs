//! The servers under load, as processes on free ports of this machine, which end with the bench.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::load::Interrupt;

/// How long a server may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(30);

const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// The last lines that a server printed, shown if it ends too early.
const LINES_KEPT_MAX: usize = 20;

/// A build id for the site that the server needs and nobody asks for.
const BUILD_ID: &str = "0123456789ab";

/// Threads of a worker that compute. Ours decides so itself; Express is told.
fn threads(workers: usize) -> usize {
    (cores() / workers.max(1)).max(1)
}

/// Cores that this program may use.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Where the programs are.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Programs {
    /// The server's program
    #[arg(long)]
    pub(crate) server: PathBuf,
    /// The program oha
    #[arg(long)]
    pub(crate) oha: PathBuf,
}

/// The Express cluster: its own files, and the packages that it uses.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Express {
    /// The folder with server.js
    #[arg(long)]
    pub(crate) express: PathBuf,
    /// The folder `node_modules` that holds express and better-sqlite3
    #[arg(long)]
    pub(crate) modules: PathBuf,
}

/// A server that runs, with its workers. It is killed, if it still runs, when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    _folder: TempDir,
}

impl Server {
    /// Ours.
    pub(crate) fn ours(
        program: &Path,
        workers: usize,
        database: &Path,
        interrupt: &Interrupt,
    ) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("perf-playground-bench-")
            .tempdir()?;
        let dist = folder.path();
        fs::create_dir(dist.join(BUILD_ID))?;
        fs::write(
            dist.join(BUILD_ID).join("site.json"),
            "{\"csp\": \"default-src 'none'\"}",
        )?;
        fs::write(
            dist.join("index.html"),
            format!("<meta name=\"build-id\" content=\"{BUILD_ID}\">"),
        )?;
        let mut command = Command::new(program);
        command
            .args(["--host", "127.0.0.1", "--port", "0", "--workers"])
            .arg(workers.to_string())
            .arg("--dist")
            .arg(dist)
            .env("PERF_PLAYGROUND_DATABASE", database)
            .env("RUST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = spawn(&mut command)?;
        let address = told(child.stderr.take(), "url=\"http://", interrupt);
        Self::with(child, address, folder)
    }

    /// The Express cluster.
    pub(crate) fn express(
        files: &Express,
        workers: usize,
        database: &Path,
        interrupt: &Interrupt,
    ) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(files.express.join("server.js"))
            .env("NODE_ENV", "production")
            .env("NODE_PATH", &files.modules)
            .env("HOST", "127.0.0.1")
            .env("PORT", "0")
            .env("WORKERS", workers.to_string())
            .env("THREADS", threads(workers).to_string())
            .env("DATABASE", database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut child = spawn(&mut command)?;
        let address = told(child.stdout.take(), "listening ", interrupt);
        Self::with(child, address, tempfile::tempdir()?)
    }

    fn with(mut child: Child, address: Result<SocketAddr>, folder: TempDir) -> Result<Self> {
        match address {
            Ok(address) => Ok(Self {
                child,
                address,
                _folder: folder,
            }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// The process that started all others.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) -> Result<()> {
        send(self.pid(), signal)
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self, interrupt: &Interrupt) -> Result<ExitStatus> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > PATIENCE {
                bail!("the server does not end within {} s", PATIENCE.as_secs());
            }
            interrupt.sleep(LOOK_INTERVAL)?;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // In good order if it will; its workers end with it either way.
        let _ = self.signal(Signal::TERM);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(4) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(LOOK_INTERVAL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process.
pub(crate) fn send(pid: u32, signal: Signal) -> Result<()> {
    let raw = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let raw = raw.with_context(|| format!("{pid} is no process"))?;
    kill_process(raw, signal).with_context(|| format!("process {pid} takes no signal"))
}

fn spawn(command: &mut Command) -> Result<Child> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .spawn()
        .with_context(|| format!("{program} could not be started"))
}

/// The address that a server prints behind `prefix`: a port, or host and port up to a slash.
fn told(
    output: Option<impl Read + Send + 'static>,
    prefix: &'static str,
    interrupt: &Interrupt,
) -> Result<SocketAddr> {
    let output = output.context("its output is piped")?;
    let (sender, receiver) = channel();
    let kept = Arc::new(Mutex::new(VecDeque::new()));
    let lines = Arc::clone(&kept);
    // Goes on to its end: a server whose output nobody reads would wait.
    thread::spawn(move || listen(output, prefix, &lines, &sender));
    let address = wait_for(&receiver, interrupt).with_context(|| {
        let lines = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        format!("a server did not start; it printed {:?}", lines.join("\n"))
    })?;
    let address = if address.contains(':') {
        address
    } else {
        format!("127.0.0.1:{address}")
    };
    address
        .parse()
        .with_context(|| format!("{address:?} is no address"))
}

fn listen(
    output: impl Read,
    prefix: &str,
    kept: &Mutex<VecDeque<String>>,
    sender: &Sender<String>,
) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        if let Some((_, rest)) = line.split_once(prefix) {
            let address = rest.split('/').next().unwrap_or_default();
            // Told once; whoever waited may be gone.
            let _ = sender.send(address.trim().to_owned());
        }
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(line);
        if kept.len() > LINES_KEPT_MAX {
            kept.pop_front();
        }
    }
}

fn wait_for(receiver: &Receiver<String>, interrupt: &Interrupt) -> Result<String> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        interrupt.check()?;
        match receiver.recv_timeout(LOOK_INTERVAL) {
            Ok(address) => return Ok(address),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("it ended"),
        }
    }
    bail!(
        "it did not say where it listens within {} s",
        PATIENCE.as_secs()
    )
}
