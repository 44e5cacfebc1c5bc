//! `loop-trace` as somebody calls it.

use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of the test's own, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn loop_trace(folder: &Folder, program: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_loop-trace"))
        .current_dir(&folder.0)
        .arg(folder.file("program.js", program))
        .args(arguments)
        .output()
        .expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn output_and_exit_code_are_the_programs() {
    let folder = Folder::new("output");
    let program =
        "console.log('out'); console.error('error'); setTimeout(() => process.exit(3), 5);";
    let output = loop_trace(&folder, program, &[]);
    assert_eq!(text(&output.stdout), "out\n");
    assert_eq!(text(&output.stderr), "error\n");
    assert_eq!(output.status.code(), Some(3));
    let uncaught = loop_trace(&folder, "console.log(1); throw new Error('end');", &[]);
    assert_eq!(text(&uncaught.stdout), "1\n");
    assert_eq!(uncaught.status.code(), Some(1));
}

#[test]
fn steps_are_one_object_a_line() {
    let folder = Folder::new("json");
    let output = loop_trace(
        &folder,
        "process.nextTick(() => console.log('x'));",
        &["--json"],
    );
    let steps: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a step"))
        .collect();
    assert!(steps.len() > 5, "{}", steps.len());
    assert!(
        steps
            .iter()
            .all(|step| step["at_ns"].is_u64() && !step["event"].is_null())
    );
}

#[test]
fn every_order_is_printed() {
    let folder = Folder::new("orders");
    let program =
        "setTimeout(() => console.log('timeout')); setImmediate(() => console.log('immediate'));";
    let output = text(&loop_trace(&folder, program, &["--orders"]).stdout);
    assert!(output.contains("--- order 2 of 2\n"), "{output}");
    assert!(output.contains("timeout\nimmediate\n") && output.contains("immediate\ntimeout\n"));
}

#[test]
fn files_of_the_disk_are_read() {
    let folder = Folder::new("disk");
    let disk = folder.file("greeting.txt", "hello\n");
    let program =
        "require('fs').readFile('greeting.txt', 'utf8', (_, text) => process.stdout.write(text));";
    let disk = disk.to_string_lossy();
    assert_eq!(
        text(&loop_trace(&folder, program, &["--disk", &disk]).stdout),
        "hello\n"
    );
}

#[test]
fn what_cannot_be_run_is_said_with_its_range() {
    let folder = Folder::new("errors");
    for (arguments, word) in [
        (
            &["--threads", "0"][..],
            "a pool of 0 threads; it has 1 to 128",
        ),
        (
            &["--statement-ns", "2000000"][..],
            "2000000 ns a statement; at most 1000000",
        ),
        (&["--disk", "nothing.txt"][..], "nothing.txt cannot be read"),
    ] {
        let output = loop_trace(&folder, "", arguments);
        assert!(
            text(&output.stderr).contains(word),
            "{}",
            text(&output.stderr)
        );
        assert!(!output.status.success());
    }
    let output = loop_trace(&folder, "let a = 1;\nlet b = ;", &[]);
    assert!(
        text(&output.stderr).contains("SyntaxError: 2:9"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(1));
    let endless = loop_trace(&folder, "for (;;);", &["--statements-max", "1000"]);
    assert!(
        text(&endless.stderr).contains("the last in line 1"),
        "{}",
        text(&endless.stderr)
    );
    assert_eq!(endless.status.code(), Some(124));
}
