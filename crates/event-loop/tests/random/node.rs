//! Runs programs under the real Node.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The Node whose loop is the model of ours.
const MAJOR: u32 = 20;

/// The longest that Node may take for a batch.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// What the programs read.
pub(crate) const FILE: (&str, &str) = ("data.txt", "hello\n");

/// Fails if there is no Node, or another than the tests compare with.
pub(crate) fn check_version() {
    let version = Command::new("node").arg("--version").output().map_or_else(
        |error| format!("no Node ({error})"),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    assert!(
        version.starts_with(&format!("v{MAJOR}.")),
        "this test compares with Node {MAJOR}, which has to be there as `node`; there is {version}"
    );
}

/// A folder of this process alone, with what programs read.
pub(crate) fn folder() -> PathBuf {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("random-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder for temporary files can be written");
    fs::write(folder.join(FILE.0), FILE.1).expect("a file can be written");
    folder
}

/// Node at work on a batch.
pub(crate) struct Batch {
    child: Child,
    folder: PathBuf,
    number: usize,
    sources: Vec<String>,
    started: Instant,
}

impl Batch {
    /// Starts Node.
    pub(crate) fn start(folder: &Path, number: usize, sources: Vec<String>) -> Self {
        Self {
            child: start(folder, number, &sources),
            folder: folder.to_owned(),
            number,
            sources,
            started: Instant::now(),
        }
    }

    /// What the programs printed; less if Node took too long.
    pub(crate) fn wait(mut self) -> Vec<String> {
        let mut results = Vec::new();
        loop {
            wait(&mut self.child, self.started);
            let more = read_results(&self.folder, self.number);
            let has_more = !more.is_empty();
            results.extend(more);
            if !has_more || results.len() >= self.sources.len() {
                return results;
            }
            self.child = start(&self.folder, self.number, &self.sources[results.len()..]);
            self.started = Instant::now();
        }
    }
}

fn file(folder: &Path, what: &str, number: usize) -> PathBuf {
    folder.join(format!("{what}-{number}"))
}

fn start(folder: &Path, number: usize, sources: &[String]) -> Child {
    let programs = file(folder, "programs", number);
    let results = file(folder, "results", number);
    let mut lines = String::new();
    for source in sources {
        let _ = writeln!(lines, "{}", serde_json::json!(source));
    }
    fs::write(&programs, lines).expect("a file can be written");
    let _ = fs::remove_file(&results);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/random/batch.mjs");
    node(folder)
        .args([script, programs, results])
        .stdout(Stdio::null())
        .spawn()
        .expect("Node starts")
}

fn read_results(folder: &Path, number: usize) -> Vec<String> {
    let results = fs::read_to_string(file(folder, "results", number)).unwrap_or_default();
    results
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is a JSON string"))
        .collect()
}

/// What a program prints as the main module of a process of its own.
pub(crate) fn alone(folder: &Path, source: &str) -> String {
    let script = folder.join("alone.cjs");
    let printed = folder.join("alone.out");
    fs::write(&script, source).expect("a file can be written");
    let out = File::create(&printed).expect("a file can be written");
    let mut child = node(folder)
        .arg(&script)
        .stdout(out)
        .spawn()
        .expect("Node starts");
    let code = wait(&mut child, Instant::now());
    let mut text = fs::read_to_string(&printed).unwrap_or_default();
    if code != Some(0) {
        let _ = writeln!(text, "[exit {code:?}]");
    }
    text
}

fn node(folder: &Path) -> Command {
    let mut command = Command::new("node");
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    for variable in ["NODE_OPTIONS", "FORCE_COLOR", "NODE_DEBUG"] {
        command.env_remove(variable);
    }
    command
}

/// The exit code; none if it was ended from here.
fn wait(child: &mut Child, started: Instant) -> Option<i32> {
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return status.code();
        }
        if started.elapsed() > WAIT_MAX {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(2));
    }
}
