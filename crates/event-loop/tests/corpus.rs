//! Runs every program of `corpus/` and compares what it prints, and how it exits, with what real Node gave.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use event_loop::engine::{Found, Look, run};
use event_loop::trace::{Ending, Stream};
use event_loop::{Limits, ModuleKind, NodeVersion, Program, Settings, VirtualFile};

/// Programs that are run at a time.
const THREADS: usize = 2;

/// The engine calls itself for each call of the program.
const STACK_BYTES: usize = 64 << 20;

/// Bytes of `big.txt`.
const BIG_BYTES: usize = 200_000;

/// The Node that the recordings are of.
const RECORDED_MAJOR: u32 = 20;

/// A program with what Node gave for it.
struct Case {
    /// Topic and file name, with the version of Node if that is not the usual one.
    name: String,
    program: Program,
    node: NodeVersion,
    wanted: Given,
}

/// What a program gave.
#[derive(Debug, PartialEq, Eq)]
struct Given {
    out: String,
    code: String,
}

#[test]
fn programs_print_here_what_they_print_under_node() {
    let cases = cases();
    assert!(!cases.is_empty(), "corpus/ has no programs");
    let disk = disk();
    let count = cases.len();
    let queue = Mutex::new(VecDeque::from(cases));
    let differences = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || work(&queue, &disk, &differences))
                .expect("a thread starts");
        }
    });
    let mut differences = differences.into_inner().expect("no thread panicked");
    differences.sort();
    for (_, difference) in &differences {
        println!("{difference}");
    }
    let names: Vec<&str> = differences.iter().map(|(name, _)| name.as_str()).collect();
    println!("{} of {count} programs as recorded", count - names.len());
    assert!(names.is_empty(), "{} differ: {names:#?}", names.len());
}

#[test]
fn recordings_are_what_node_prints() {
    let version = Command::new("node").arg("--version").output().map_or_else(
        |error| format!("no Node ({error})"),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    assert!(
        version.starts_with(&format!("v{RECORDED_MAJOR}.")),
        "this test compares the recordings with Node {RECORDED_MAJOR}, which has to be there as `node`; there is {version}"
    );
    let output = Command::new("node")
        .arg(corpus().join("record.mjs"))
        .output()
        .expect("node ran a moment ago");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(
        output.status.success(),
        "Node prints something else than is recorded: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn work(
    queue: &Mutex<VecDeque<Case>>,
    disk: &[VirtualFile],
    differences: &Mutex<Vec<(String, String)>>,
) {
    loop {
        let case = queue.lock().expect("no thread panicked").pop_front();
        let Some(case) = case else {
            return;
        };
        if let Some(difference) = difference(&case, disk) {
            let mut differences = differences.lock().expect("no thread panicked");
            differences.push((case.name, difference));
        }
    }
}

/// What differs, in words.
fn difference(case: &Case, disk: &[VirtualFile]) -> Option<String> {
    let (given, errors) = run_here(case, disk);
    (given != case.wanted).then(|| {
        let mut text = String::new();
        let wanted = &case.wanted;
        let _ = writeln!(text, "=== {}", case.name);
        let _ = writeln!(text, "--- wanted, {}\n{}", wanted.code, wanted.out);
        let _ = writeln!(text, "--- given, {}\n{}", given.code, given.out);
        let _ = writeln!(text, "--- errors\n{errors}");
        text
    })
}

/// What a program gives here, and what it writes to standard error.
fn run_here(case: &Case, disk: &[VirtualFile]) -> (Given, String) {
    let settings = Settings {
        node: case.node,
        files: disk.to_vec(),
        limits: Limits {
            statements_max: 100_000_000,
            output_bytes_max: 1 << 30,
            ..Limits::default()
        },
        ..Settings::default()
    };
    let mut out = String::new();
    let mut errors = String::new();
    let ran = run(
        &case.program,
        &settings,
        Look::default(),
        &mut |found| match found {
            Found::Printed(Stream::Out, text) => out.push_str(&text),
            Found::Printed(Stream::Error, text) => errors.push_str(&text),
            _ => {}
        },
    );
    let code = match ran.ending {
        Ending::Exited { code } => (code & 0xff).to_string(),
        Ending::Syntax(_) => "1".to_owned(),
        ending @ Ending::Stopped(_) => format!("{ending:?}"),
    };
    let out = without_stacks(&out);
    (Given { out, code }, errors)
}

// ---- the corpus ----

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Each program under Node 20, and those of `versions/` under older ones, too.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for topic in entries(&corpus())
        .into_iter()
        .filter(|topic| topic.is_dir())
    {
        let is_versions = topic.ends_with("versions");
        for file in entries(&topic) {
            let Some(kind) = kind(&file) else {
                continue;
            };
            let usual = case(&file, kind, NodeVersion::V20, "");
            cases.push(usual.expect("each program has its output beside it"));
            if is_versions {
                cases.extend(case(&file, kind, NodeVersion::V18, "node18."));
                cases.extend(case(&file, kind, NodeVersion::V10, "node10."));
            }
        }
    }
    cases
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("the corpus is there");
    let mut entries: Vec<PathBuf> = listed
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    entries.sort();
    entries
}

/// How Node loads a file; nothing of what is no program. `record.mjs` stands beside the topics.
fn kind(file: &Path) -> Option<ModuleKind> {
    match file.extension()?.to_str()? {
        "js" => Some(ModuleKind::CommonJs),
        "mjs" => Some(ModuleKind::Module),
        _ => None,
    }
}

/// A program with what is recorded of it; nothing if nothing is, because the language of that Node is another, not its loop.
fn case(file: &Path, kind: ModuleKind, node: NodeVersion, tag: &str) -> Option<Case> {
    let relative = file.strip_prefix(corpus()).expect("within the corpus");
    let beside = |what: &str| fs::read_to_string(file.with_extension(format!("{tag}{what}")));
    let out = beside("out").ok()?;
    let code = beside("code");
    Some(Case {
        name: format!("{} {}", relative.display(), tag.trim_end_matches('.')),
        program: Program {
            source: fs::read_to_string(file).expect("a program can be read"),
            kind,
        },
        node,
        wanted: Given {
            out: without_stacks(&out),
            code: code.map_or_else(|_| "0".to_owned(), |code| code.trim().to_owned()),
        },
    })
}

/// Where functions stand in a file is no part of what is compared.
fn without_stacks(text: &str) -> String {
    text.split_inclusive('\n')
        .filter(|line| !line.starts_with("    at "))
        .collect()
}

/// The files that `record.mjs` puts beside a program.
fn disk() -> Vec<VirtualFile> {
    let mut disk: Vec<VirtualFile> = entries(&corpus().join("disk"))
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy();
            file(
                &name,
                fs::read_to_string(&path).expect("a file can be read"),
            )
        })
        .collect();
    disk.push(file("big.txt", big()));
    disk
}

fn file(path: &str, text: String) -> VirtualFile {
    VirtualFile {
        path: path.to_owned(),
        size: text.len() as u64,
        text,
    }
}

/// The lines `line 1`, `line 2` and so on.
fn big() -> String {
    let mut text = String::new();
    for number in 1.. {
        if text.len() >= BIG_BYTES {
            break;
        }
        let _ = writeln!(text, "line {number}");
    }
    text.truncate(BIG_BYTES);
    text
}
