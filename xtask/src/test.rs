//! Runs the tests of all kinds, counts them by what their runners report, and says which took longest.

use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use crate::env;
use crate::exec;
use crate::nextest::{self, Test, Verdict};
use crate::nginx;
use crate::pipeline;
use crate::python::PythonTools;
use crate::setup::{self, Purpose};
use crate::size;
use crate::steps::Steps;
use crate::table::Table;
use crate::toolchain::WasmCompiler;
use crate::tools::{self, NpmTools};
use crate::workspace::Workspace;

/// Where tests run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// On this machine, with the ordinary compiler.
    Native,
    /// The public surface in headless Chromium, through wasm-pack.
    Web,
    /// Journeys through the built site, over WebDriver.
    E2e,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Native, Self::Web, Self::E2e];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
            Self::E2e => "e2e",
        }
    }
}

/// So many of the slowest tests are named at the end.
const SLOWEST: usize = 10;

/// Said before the journeys, and once more at the end.
const WITHOUT_WEBKIT: &str = "journeys in WebKit are left out: WebKitWebDriver and Xvfb were not both found. On Linux, install \
     WebKitGTK's driver and Xvfb, or name them by the variables WEBKIT_DRIVER and XVFB";

/// What a runner said of its tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// What a runner did.
#[derive(Default)]
struct Ran {
    success: bool,
    counts: Counts,
    /// Each test, where the runner tells them apart.
    tests: Vec<Test>,
    /// What could not be tested on this machine, and why.
    left_out: Option<&'static str>,
}

impl Ran {
    /// Reads a runner that says by closing lines what became of its tests.
    fn by_closing_lines((success, output): (bool, String)) -> Self {
        Self {
            success,
            counts: counts_in(&output),
            ..Self::default()
        }
    }

    /// The same kind's tests by another runner.
    fn and(mut self, other: Self) -> Self {
        self.success &= other.success;
        self.counts.add(other.counts);
        self.tests.extend(other.tests);
        self.left_out = self.left_out.or(other.left_out);
        self
    }
}

impl From<nextest::Ran> for Ran {
    fn from(ran: nextest::Ran) -> Self {
        let failed = ran
            .tests
            .iter()
            .filter(|test| test.verdict == Verdict::Failed);
        let failed = failed.count() as u64;
        Self {
            success: ran.success,
            counts: Counts {
                passed: ran.tests.len() as u64 - failed,
                failed,
                ignored: ran.ignored,
            },
            tests: ran.tests,
            left_out: None,
        }
    }
}

/// A line of the closing table.
struct Outcome {
    name: &'static str,
    counts: Counts,
    tests: Vec<Test>,
    time: Duration,
    /// Why the kind failed although its tests may not have.
    problem: Option<String>,
    /// What could not be tested on this machine, and why.
    left_out: Option<&'static str>,
}

/// Runs the tests of `only` or of all kinds; whether all passed.
pub(crate) fn run(workspace: &Workspace, only: Option<Kind>) -> Result<bool> {
    let mut steps = Steps::default();
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| only.is_none_or(|only| only == *kind))
        .collect();
    let compiler = if kinds.iter().all(|kind| *kind == Kind::Native) {
        // They need no browser and no compiler for it.
        setup::for_native_tests(workspace, &mut steps)?;
        None
    } else {
        Some(setup::run(workspace, &mut steps, &[Purpose::Test])?)
    };
    let outcomes = thread::scope(|scope| {
        // The app's link-time optimisation takes one core for minutes, in which the other kinds can be tested.
        let mut site = compiler
            .as_ref()
            .filter(|_| kinds.contains(&Kind::E2e))
            .map(|compiler| scope.spawn(|| site(workspace, compiler)));
        let mut outcomes = Vec::new();
        for kind in kinds {
            let start = Instant::now();
            let result = match (kind, &compiler) {
                (Kind::Web, Some(compiler)) => web(workspace, compiler),
                (Kind::E2e, _) => {
                    let built = match site.take().map(ScopedJoinHandle::join) {
                        Some(Ok(built)) => built,
                        Some(Err(panic)) => std::panic::resume_unwind(panic),
                        None => Ok(()),
                    };
                    built.and_then(|()| {
                        // A site that is too large is reported beside the journeys, not in their place.
                        outcomes.push(sizes(workspace)?);
                        journeys(workspace)
                    })
                }
                _ => native(workspace),
            };
            outcomes.push(judge(kind.name(), result, start.elapsed()));
        }
        anyhow::Ok(outcomes)
    })?;
    Ok(report(&outcomes))
}

/// Builds what the journeys look at, and what is weighed.
fn site(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    pipeline::build_with(workspace, &mut Steps::default(), &SITE, compiler).map(drop)
}

const SITE: pipeline::Options = pipeline::Options {
    quality: pipeline::Quality::Small,
    base_path: None,
};

fn native(workspace: &Workspace) -> Result<Ran> {
    eprintln!("==> native tests");
    let chosen = ["--workspace", "--exclude", "e2e"];
    let ran = nextest::run(workspace, &chosen, |command| {
        command.env("NGINX_BIN", nginx::program(workspace)?).env(
            "SCHEMATHESIS",
            PythonTools::locate(workspace)?.schemathesis(),
        );
        Ok(())
    })?;
    Ok(Ran::from(ran).and(doctests(workspace, &chosen)?))
}

/// The examples in documentation, which nextest leaves to Cargo.
fn doctests(workspace: &Workspace, chosen: &[&str]) -> Result<Ran> {
    let mut command = exec::native("cargo", &workspace.root);
    command
        .args(["test", "--doc", "--locked", "--no-fail-fast"])
        .args(chosen)
        .env("CARGO_TARGET_DIR", &workspace.target);
    Ok(Ran::by_closing_lines(exec::run_and_keep(&mut command)?))
}

fn web(workspace: &Workspace, compiler: &WasmCompiler) -> Result<Ran> {
    eprintln!("==> tests in headless Chromium");
    let mut command = compiler.command(
        tools::WASM_PACK.program(workspace)?,
        workspace,
        &[],
        &workspace.wasm_test_target(),
    )?;
    for name in env::UNSET {
        command.env_remove(name);
    }
    command
        .args(["test", "--headless", "--chrome", "--mode", "no-install"])
        .envs(env::variables(workspace, compiler)?);
    Ok(Ran::by_closing_lines(exec::run_and_keep(&mut command)?))
}

fn journeys(workspace: &Workspace) -> Result<Ran> {
    eprintln!("==> journeys in headless browsers");
    let package = ["--package", "e2e"];
    let webkit = tools::WEBKIT_DRIVER.find().zip(tools::XVFB.find());
    let mut chosen = package.to_vec();
    if webkit.is_none() {
        eprintln!("{WITHOUT_WEBKIT}");
        chosen.extend(["--filterset", "not test(/^webkit::/)"]);
    }
    let ran = nextest::run(workspace, &chosen, |command| {
        if let Some((driver, xvfb)) = &webkit {
            command.env("WEBKIT_DRIVER", driver).env("XVFB", xvfb);
        }
        command
            .env("PERF_PLAYGROUND_DIST", workspace.dist())
            .env("CHROME_BIN", tools::CHROMIUM.require()?)
            .env("CHROMEDRIVER", tools::CHROMEDRIVER.require()?)
            .env("FIREFOX_BIN", tools::FIREFOX.require()?)
            .env("GECKODRIVER", tools::geckodriver(workspace)?)
            .env("AXE_JS", NpmTools::locate(workspace)?.axe());
        Ok(())
    })?;
    let mut ran = Ran::from(ran).and(doctests(workspace, &package)?);
    ran.left_out = webkit.is_none().then_some(WITHOUT_WEBKIT);
    Ok(ran)
}

fn sizes(workspace: &Workspace) -> Result<Outcome> {
    let start = Instant::now();
    let report = size::Report::of(workspace)?;
    println!("\n{}", report.table().plain());
    let (passed, failed) = report.counts();
    Ok(Outcome {
        name: "size",
        counts: Counts {
            passed,
            failed,
            ignored: 0,
        },
        tests: Vec::new(),
        time: start.elapsed(),
        problem: (failed > 0).then(|| format!("{failed} budgets are exceeded")),
        left_out: None,
    })
}

/// Turns what a runner did into a line of the table.
fn judge(name: &'static str, result: Result<Ran>, time: Duration) -> Outcome {
    let (ran, problem) = match result {
        Err(error) => (Ran::default(), Some(format!("{error:#}"))),
        Ok(ran) => {
            let problem = if ran.counts.failed > 0 {
                Some(format!("{} tests failed", ran.counts.failed))
            } else if !ran.success {
                Some("the runner failed; its message stands above".to_owned())
            } else if ran.counts.passed == 0 {
                Some("no test was executed".to_owned())
            } else {
                None
            };
            (ran, problem)
        }
    };
    Outcome {
        name,
        counts: ran.counts,
        tests: ran.tests,
        time,
        problem,
        left_out: ran.left_out,
    }
}

/// The slowest of all tests, the slowest first.
fn slowest(outcomes: &[Outcome]) -> Vec<&Test> {
    let mut tests: Vec<&Test> = outcomes.iter().flat_map(|outcome| &outcome.tests).collect();
    tests.sort_by_key(|test| std::cmp::Reverse(test.time));
    tests.truncate(SLOWEST);
    tests
}

/// Names what took long, and what passed only when it was tried once more.
fn print_remarks(outcomes: &[Outcome]) {
    let slowest = slowest(outcomes);
    if !slowest.is_empty() {
        let mut table = Table::new(&["slowest tests", "seconds"]);
        for test in slowest {
            table.row([test.name.clone(), format!("{:.1}", test.time.as_secs_f64())]);
        }
        println!("\n{}", table.plain());
    }
    let tests = outcomes.iter().flat_map(|outcome| &outcome.tests);
    for test in tests.filter(|test| test.verdict == Verdict::PassedAgain) {
        println!("passed only when it was tried once more: {}", test.name);
    }
    for left_out in outcomes.iter().filter_map(|outcome| outcome.left_out) {
        println!("{left_out}");
    }
}

/// Sums all closing lines in what a runner printed.
fn counts_in(output: &str) -> Counts {
    let mut sum = Counts::default();
    for line in output.lines() {
        if let Some(counts) = closing_line(&without_colours(line)) {
            sum.add(counts);
        }
    }
    sum
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`, as libtest and wasm-bindgen's
/// runner close.
fn closing_line(line: &str) -> Option<Counts> {
    let (_, rest) = line.split_once("test result: ")?;
    let (_, figures) = rest.split_once(". ")?;
    let mut counts = Counts::default();
    for figure in figures.split(';') {
        let mut words = figure.split_ascii_whitespace();
        let (Some(number), Some(what)) = (words.next(), words.next()) else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        match what {
            "passed" => counts.passed = number,
            "failed" => counts.failed = number,
            "ignored" => counts.ignored = number,
            _ => {}
        }
    }
    Some(counts)
}

/// `line` without the sequences that colour a terminal.
fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after
            .split_once(|c: char| c.is_ascii_alphabetic())
            .map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain
}

/// Prints the table and the closing line; whether everything passed.
fn report(outcomes: &[Outcome]) -> bool {
    let mut table = Table::new(&["kind", "passed", "failed", "ignored", "seconds"]);
    let mut sum = Counts::default();
    for outcome in outcomes {
        let mut counts = outcome.counts;
        if outcome.problem.is_some() && counts.failed == 0 {
            // What failed without a test of its own to blame must not close as `0 failed`.
            counts.failed = 1;
        }
        sum.add(counts);
        table.row([
            outcome.name.to_owned(),
            counts.passed.to_string(),
            counts.failed.to_string(),
            counts.ignored.to_string(),
            format!("{:.1}", outcome.time.as_secs_f64()),
        ]);
    }
    print_remarks(outcomes);
    println!("\n{}", table.plain());
    for outcome in outcomes {
        if let Some(problem) = &outcome.problem {
            println!("{}: {problem}", outcome.name);
        }
    }
    let skipped = match sum.ignored {
        0 => String::new(),
        ignored => format!(", {ignored} skipped"),
    };
    println!("{} passed, {} failed{skipped}", sum.passed, sum.failed);
    sum.failed == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, ignored: u64) -> Counts {
        Counts {
            passed,
            failed,
            ignored,
        }
    }

    #[test]
    fn closing_lines_of_both_runners_are_read() {
        let libtest = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(closing_line(libtest), Some(counts(12, 0, 1)));
        let browser =
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.52s";
        assert_eq!(closing_line(browser), Some(counts(3, 2, 0)));
        assert_eq!(closing_line("test tests::ok ... ok"), None);
    }

    #[test]
    fn all_closing_lines_are_summed_colours_or_not() {
        let output = "running 1 test\n\u{1b}[32mtest result: \u{1b}[0mok. 1 passed; 0 failed; 0 ignored\n\
                      test result: ok. 2 passed; 0 failed; 3 ignored; 0 measured\n";
        assert_eq!(counts_in(output), counts(3, 0, 3));
    }

    fn closing(success: bool, output: &str) -> Ran {
        Ran::by_closing_lines((success, output.to_owned()))
    }

    fn test(name: &str, seconds: u64, verdict: Verdict) -> Test {
        Test {
            name: name.to_owned(),
            time: Duration::from_secs(seconds),
            verdict,
        }
    }

    #[test]
    fn a_kind_without_tests_has_a_problem() {
        let ran = closing(true, "no tests to run!");
        let outcome = judge("web", Ok(ran), Duration::ZERO);
        assert_eq!(outcome.problem.as_deref(), Some("no test was executed"));
    }

    #[test]
    fn a_runner_that_stops_before_its_tests_has_a_problem() {
        let ran = closing(false, "error: could not compile");
        assert!(judge("web", Ok(ran), Duration::ZERO).problem.is_some());
        let ran = closing(true, "test result: ok. 1 passed; 0 failed");
        assert_eq!(judge("web", Ok(ran), Duration::ZERO).problem, None);
    }

    #[test]
    fn a_kind_fails_by_either_of_its_runners() {
        let passed = || closing(true, "test result: ok. 1 passed; 0 failed");
        let both = passed().and(closing(false, "error: could not compile"));
        assert!(judge("native", Ok(both), Duration::ZERO).problem.is_some());
        let both = closing(false, "").and(passed());
        assert!(judge("native", Ok(both), Duration::ZERO).problem.is_some());
    }

    #[test]
    fn a_test_that_was_tried_twice_counts_once() {
        let ran = Ran::from(nextest::Ran {
            success: false,
            tests: vec![
                test("one", 1, Verdict::Passed),
                test("two", 3, Verdict::PassedAgain),
                test("three", 2, Verdict::Failed),
            ],
            ignored: 4,
        });
        assert_eq!(ran.counts, counts(2, 1, 4));
        let outcome = judge("e2e", Ok(ran), Duration::ZERO);
        let names: Vec<&str> = slowest(std::slice::from_ref(&outcome))
            .into_iter()
            .map(|test| test.name.as_str())
            .collect();
        assert_eq!(names, ["two", "three", "one"]);
    }

    #[test]
    fn what_is_left_out_is_said_and_is_no_failure() {
        let ran = Ran {
            left_out: Some(WITHOUT_WEBKIT),
            ..closing(true, "test result: ok. 1 passed; 0 failed")
        };
        let both = closing(true, "").and(ran);
        let outcome = judge("e2e", Ok(both), Duration::ZERO);
        assert_eq!(outcome.left_out, Some(WITHOUT_WEBKIT));
        assert!(report(&[outcome]));
    }

    #[test]
    fn a_problem_without_a_failed_test_fails_the_whole() {
        let outcome = judge("web", Ok(closing(true, "")), Duration::ZERO);
        assert!(!report(&[outcome]));
    }
}
