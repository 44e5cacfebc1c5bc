//! cargo-nextest, which runs the native tests and the journeys: its command, and what its report says of each test.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::exec;
use crate::tools;
use crate::workspace::Workspace;

/// The profile in `.config/nextest.toml`, and the folder of its report.
const PROFILE: &str = "default";

/// Where nextest keeps its reports. It is relative to the project's root, wherever Cargo's target folder is.
const STORE: &str = "target/nextest";

/// A test that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    /// The program and the test's own name.
    pub(crate) name: String,
    pub(crate) time: Duration,
    pub(crate) verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    /// At the second attempt: only tests that measure time have one.
    PassedAgain,
    Failed,
}

/// What became of a run.
pub(crate) struct Ran {
    pub(crate) success: bool,
    pub(crate) tests: Vec<Test>,
    /// Tests that the sources mark as ignored.
    pub(crate) ignored: u64,
}

/// Runs the tests that `arguments` choose, in the environment that `prepare` adds to.
pub(crate) fn run(
    workspace: &Workspace,
    arguments: &[&str],
    prepare: impl FnOnce(&mut Command) -> Result<()>,
) -> Result<Ran> {
    let report = workspace.root.join(STORE).join(PROFILE).join("junit.xml");
    // A run that ends before its tests writes none, and must not be judged by the one before.
    match fs::remove_file(&report) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error)
                .with_context(|| format!("{} could not be removed", report.display()));
        }
        _ => {}
    }
    let mut command = exec::native(tools::nextest(workspace)?, &workspace.root);
    command
        .args(["nextest", "run", "--locked", "--profile", PROFILE])
        .args(arguments)
        .env("CARGO_TARGET_DIR", &workspace.target);
    prepare(&mut command)?;
    let (success, output) = exec::run_and_keep(&mut command)?;
    let tests = match fs::read_to_string(&report) {
        Ok(text) => tests_in(&text)
            .with_context(|| format!("{} could not be understood", report.display()))?,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("{} could not be read", report.display()));
        }
    };
    Ok(Ran {
        success,
        tests,
        ignored: skipped_in(&output),
    })
}

/// The tests in a report in the form of `JUnit`.
fn tests_in(report: &str) -> Result<Vec<Test>> {
    let document = roxmltree::Document::parse(report)?;
    let cases = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"));
    cases
        .map(|case| {
            let attribute = |name: &str| {
                case.attribute(name)
                    .with_context(|| format!("a testcase has no {name}"))
            };
            let seconds: f64 = attribute("time")?.parse()?;
            let has = |tag: &str| case.children().any(|child| child.has_tag_name(tag));
            Ok(Test {
                name: format!("{} {}", attribute("classname")?, attribute("name")?),
                time: Duration::try_from_secs_f64(seconds)?,
                verdict: if has("failure") || has("error") {
                    Verdict::Failed
                } else if has("flakyFailure") || has("flakyError") {
                    Verdict::PassedAgain
                } else {
                    Verdict::Passed
                },
            })
        })
        .collect()
}

/// Reads `Summary [   0.1s] 3 tests run: 3 passed, 2 skipped`: the report leaves out what did not run.
fn skipped_in(output: &str) -> u64 {
    let summary = output.lines().rev().find(|line| line.contains("Summary ["));
    summary
        .into_iter()
        .flat_map(|line| line.split([',', ':']))
        .find_map(|part| part.trim().strip_suffix(" skipped")?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="4" failures="1" errors="1" time="3.5">
    <testsuite name="e2e::journeys" tests="4" disabled="0" errors="1" failures="1">
        <testcase name="compare::one" classname="e2e::journeys" timestamp="2026-01-01T00:00:00Z" time="1.250">
        </testcase>
        <testcase name="compare::two" classname="e2e::journeys" time="0.5">
            <flakyFailure time="0.7" message="failed" type="test failure with exit code 101">&lt;it&gt;</flakyFailure>
        </testcase>
        <testcase name="compare::three" classname="e2e::journeys" time="2">
            <failure message="failed" type="test failure with exit code 101"/>
            <rerunFailure message="failed" type="test failure with exit code 101"/>
        </testcase>
        <testcase name="compare::four" classname="e2e::journeys" time="0">
            <error type="execution failure"/>
        </testcase>
    </testsuite>
</testsuites>"#;

    #[test]
    fn the_report_says_what_became_of_each_test() {
        let tests = tests_in(REPORT).expect("a report");
        let verdicts: Vec<Verdict> = tests.iter().map(|test| test.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Passed,
                Verdict::PassedAgain,
                Verdict::Failed,
                Verdict::Failed
            ]
        );
        assert_eq!(tests[0].name, "e2e::journeys compare::one");
        assert_eq!(tests[0].time, Duration::from_millis(1250));
    }

    #[test]
    fn a_report_that_is_cut_off_is_an_error() {
        assert!(tests_in(&REPORT[..300]).is_err());
    }

    #[test]
    fn ignored_tests_are_counted_by_the_closing_line() {
        let line = |rest| format!("────────────\n     Summary [  12.345s] {rest}\n");
        assert_eq!(
            skipped_in(&line(
                "9 tests run: 8 passed (1 slow, 1 flaky), 1 failed, 13 skipped"
            )),
            13
        );
        assert_eq!(skipped_in(&line("9 tests run: 9 passed, 0 skipped")), 0);
        assert_eq!(skipped_in("error: could not compile"), 0);
    }
}
