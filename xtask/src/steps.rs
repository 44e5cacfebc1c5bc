//! Runs the steps of a command: one after another, or side by side where none waits for the other.
//! Announces each, takes its time, and says what to do when it fails.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::exec::{self, Captured};
use crate::table::Table;

/// How many steps run at a time. Each uses all cores where it can; the second fills them where the
/// first links or waits for the network. More would only need more memory.
const AT_ONCE_MAX: usize = 2;

/// The cores of the machine on which `EXPECTED` was measured.
const MEASURED_CORES: u32 = 2;

/// Seconds that steps take on a machine where nothing has been built yet, by the start of their names.
const EXPECTED: &[(&str, u32)] = &[
    ("compiler for wasm32", 30),
    ("install wasm-bindgen-cli", 50),
    ("install trunk", 135),
    ("install wasm_split_cli_support", 20),
    ("install wasm-pack", 55),
    ("install geckodriver", 60),
    ("install what comes from npm", 5),
    ("build the server", 90),
    ("fetch crates", 5),
    ("compile module compute", 70),
    ("compile module parallel", 85),
    ("compile the app", 240),
    ("optimise the app for size", 20),
    ("finish dist/", 15),
];

/// The steps of one command, in the order in which they ended.
pub(crate) struct Steps {
    start: Instant,
    done: Vec<Done>,
}

struct Done {
    name: String,
    /// Since the command started.
    start: Duration,
    time: Duration,
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            done: Vec::new(),
        }
    }
}

type Work<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;

/// A step that may run beside others.
pub(crate) struct Step<'a> {
    name: String,
    /// What a person can do if it fails.
    advice: String,
    /// Names of steps that have to end first. What is not planned is there already.
    after: Vec<String>,
    work: Work<'a>,
}

impl<'a> Step<'a> {
    pub(crate) fn new(
        name: impl Into<String>,
        advice: impl Into<String>,
        work: impl FnOnce() -> Result<()> + Send + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            advice: advice.into(),
            after: Vec::new(),
            work: Box::new(work),
        }
    }

    /// The same step, which waits for `name`.
    pub(crate) fn after(mut self, name: impl Into<String>) -> Self {
        self.after.push(name.into());
        self
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// What a thread tells of the step that it ran.
struct Ended {
    name: String,
    advice: String,
    start: Instant,
    result: Result<()>,
    output: Vec<u8>,
}

impl Steps {
    /// Runs `work` as the step `name`. `advice` says what a person can do if it fails.
    pub(crate) fn run<T>(
        &mut self,
        name: &str,
        advice: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        eprintln!("==> {name}{}", announced(name));
        let start = Instant::now();
        let result = work();
        self.note(name, start, result.is_ok());
        result.map_err(|error| failure(name, advice, &error))
    }

    /// Runs `plan`, each step as soon as those that it waits for have ended, in the given order where
    /// several could start. What a step prints is shown as one block at its end. After a failure no
    /// other step starts, and those that run are stopped.
    pub(crate) fn run_side_by_side(&mut self, plan: Vec<Step<'_>>) -> Result<()> {
        let all = plan.len();
        let names: BTreeSet<String> = plan.iter().map(|step| step.name.clone()).collect();
        let cancelled = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let mut waiting = plan;
            let mut ended: BTreeSet<String> = BTreeSet::new();
            let mut running: Vec<String> = Vec::new();
            let mut failed = None;
            loop {
                while failed.is_none() && running.len() < AT_ONCE_MAX {
                    let may_start = |step: &Step<'_>| {
                        let open = |name: &&String| names.contains(*name) && !ended.contains(*name);
                        !step.after.iter().any(|name| open(&name))
                    };
                    let Some(index) = waiting.iter().position(may_start) else {
                        break;
                    };
                    let step = waiting.remove(index);
                    eprintln!("==> {}{}", step.name, announced(&step.name));
                    running.push(step.name.clone());
                    let (sender, cancelled) = (sender.clone(), Arc::clone(&cancelled));
                    scope.spawn(move || {
                        // The other end is gone only after a panic, which ends this scope, too.
                        let _ = sender.send(run_captured(step, cancelled));
                    });
                }
                if running.is_empty() {
                    break;
                }
                let step = receiver.recv()?;
                running.retain(|name| *name != step.name);
                ended.insert(step.name.clone());
                self.show(&step);
                if let Err(error) = step.result {
                    cancelled.store(true, Ordering::Relaxed);
                    // What was stopped because of the first failure is none itself.
                    failed.get_or_insert_with(|| failure(&step.name, &step.advice, &error));
                } else if failed.is_none() && ended.len() < all {
                    let left = waiting.iter().map(Step::name);
                    eprintln!("    {}", progress(ended.len(), all, &running, left));
                }
            }
            match failed {
                Some(error) => Err(error),
                None if waiting.is_empty() => Ok(()),
                None => bail!("a bug of xtask: {} waits for itself", waiting[0].name),
            }
        })
    }

    fn show(&mut self, step: &Ended) {
        // In one piece, so that a block stays whole; that nobody reads it is no failure of the step.
        let _ = exec::write_to_stderr(&step.output);
        self.note(&step.name, step.start, step.result.is_ok());
    }

    fn note(&mut self, name: &str, start: Instant, succeeded: bool) {
        let time = start.elapsed();
        let verdict = if succeeded { "" } else { "failed after " };
        eprintln!("    {name}: {verdict}{} s", tenths(time));
        self.done.push(Done {
            name: name.to_owned(),
            start: start.duration_since(self.start),
            time,
        });
    }

    /// Prints when each step started, how long it took, and how long all took together.
    pub(crate) fn summarise(&self) {
        let mut table = Table::new(&["step", "start", "seconds"]);
        for step in &self.done {
            table.row([step.name.clone(), tenths(step.start), tenths(step.time)]);
        }
        table.row([
            "all".to_owned(),
            tenths(Duration::ZERO),
            tenths(self.start.elapsed()),
        ]);
        eprint!("\n{}", table.plain());
    }
}

fn run_captured(step: Step<'_>, cancelled: Arc<AtomicBool>) -> Ended {
    let start = Instant::now();
    let Captured { result, output } = exec::captured(cancelled, step.work);
    Ended {
        name: step.name,
        advice: step.advice,
        start,
        result,
        output,
    }
}

/// One sentence for a person: what failed, why, and what to do about it.
fn failure(name: &str, advice: &str, error: &anyhow::Error) -> anyhow::Error {
    anyhow!("{name} failed: {error:#}\n\nWhat to do: {advice}")
}

/// How long a step takes on this machine if nothing of it has been done before.
fn expected_seconds(name: &str) -> Option<u32> {
    let (_, seconds) = EXPECTED.iter().find(|(start, _)| name.starts_with(start))?;
    let cores = thread::available_parallelism().map_or(MEASURED_CORES, |cores| {
        u32::try_from(cores.get()).unwrap_or(u32::MAX)
    });
    // Twice the cores do not compile in half the time: crates wait for each other, and linking uses one.
    let cores = cores.clamp(1, 2 * MEASURED_CORES);
    Some(seconds * MEASURED_CORES / cores)
}

fn announced(name: &str) -> String {
    expected_seconds(name).map_or_else(String::new, |seconds| {
        format!(" (at most about {seconds} s)")
    })
}

/// How far a plan is: `3 of 12 steps done; running: compile the app; at most about 300 s left`.
fn progress<'a>(
    done: usize,
    all: usize,
    running: &'a [String],
    waiting: impl Iterator<Item = &'a str>,
) -> String {
    let names = running.iter().map(String::as_str).chain(waiting);
    let seconds: u32 = names.filter_map(expected_seconds).sum();
    let mut text = format!("{done} of {all} steps done");
    if !running.is_empty() {
        text.push_str("; running: ");
        text.push_str(&running.join(", "));
    }
    if seconds > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, "; at most about {seconds} s left");
    }
    text
}

fn tenths(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::sync::Mutex;

    use super::*;

    /// Runs steps written as `name` or `name: needed needed`, and returns the names as they started.
    /// A step called `bad` fails.
    fn order(lines: &[&str]) -> (Vec<String>, Result<()>) {
        let started = Mutex::new(Vec::new());
        let plan = lines.iter().map(|line| {
            let (name, after) = line.split_once(": ").unwrap_or((line, ""));
            let started = &started;
            let step = Step::new(name, format!("mend {name}"), move || {
                started.lock().expect("no panic").push(name.to_owned());
                if name == "bad" {
                    bail!("it is bad");
                }
                Ok(())
            });
            after.split_whitespace().fold(step, Step::after)
        });
        let result = Steps::default().run_side_by_side(plan.collect());
        (started.into_inner().expect("no panic"), result)
    }

    #[test]
    fn a_step_waits_for_what_it_needs() {
        let (started, result) =
            order(&["site: app modules", "app: tools", "modules: tools", "tools"]);
        result.expect("no failure");
        assert_eq!(
            (started[0].as_str(), started[3].as_str()),
            ("tools", "site")
        );
        assert_eq!(started.len(), 4);
    }

    #[test]
    fn what_is_not_planned_is_there_already() {
        let (started, result) = order(&["app: trunk"]);
        result.expect("no failure");
        assert_eq!(started, ["app"]);
    }

    #[test]
    fn after_a_failure_nothing_that_waits_starts() {
        let (started, result) = order(&["bad", "app: bad", "site: app"]);
        assert_eq!(started, ["bad"]);
        let message = format!("{:#}", result.expect_err("bad fails"));
        assert_eq!(message, "bad failed: it is bad\n\nWhat to do: mend bad");
    }

    #[test]
    fn a_circle_is_told_and_not_waited_for() {
        let (started, result) = order(&["one: two", "two: one"]);
        assert!(started.is_empty());
        assert!(format!("{:#}", result.expect_err("a circle")).contains("one waits for itself"));
    }

    #[test]
    fn two_steps_run_at_a_time_and_no_more() {
        let running = Mutex::new((0, 0));
        let step = |name: &str| {
            let running = &running;
            Step::new(name, "", move || {
                let enter = |by: i32| {
                    let mut running = running.lock().expect("no panic");
                    running.0 += by;
                    running.1 = running.1.max(running.0);
                };
                enter(1);
                thread::sleep(Duration::from_millis(50));
                enter(-1);
                Ok(())
            })
        };
        let plan = ["a", "b", "c", "d"].map(step).into();
        Steps::default().run_side_by_side(plan).expect("no failure");
        assert_eq!(running.into_inner().expect("no panic").1, 2);
    }

    #[cfg(unix)]
    #[test]
    fn the_output_of_a_step_is_one_block() {
        let step = Step::new("talk", "", || {
            exec::say("ours");
            exec::run(Command::new("sh").args(["-c", "echo out; echo err >&2"]))
        });
        let ended = run_captured(step, Arc::default());
        ended.result.expect("no failure");
        assert_eq!(
            String::from_utf8_lossy(&ended.output),
            "    ours\nout\nerr\n"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_stops_what_runs_beside_it_and_is_the_one_that_is_told() {
        let start = Instant::now();
        let plan = vec![
            Step::new("slow", "", || exec::run(Command::new("sleep").arg("60"))),
            Step::new("bad", "mend it", || bail!("it is bad")),
        ];
        let result = Steps::default().run_side_by_side(plan);
        assert!(format!("{:#}", result.expect_err("bad fails")).starts_with("bad failed"));
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn progress_is_told_in_steps_and_seconds() {
        let text = progress(1, 3, &["unknown".to_owned()], ["another"].into_iter());
        assert_eq!(text, "1 of 3 steps done; running: unknown");
        let text = progress(1, 3, &[], ["install trunk 0.21.14"].into_iter());
        assert!(
            text.starts_with("1 of 3 steps done; at most about "),
            "{text}"
        );
    }
}
