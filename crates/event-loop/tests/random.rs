//! Holds the model of Node's loop against the real Node with random programs.
//!
//! Only programs in which Node leaves nothing to chance are of use: those for which going through all orders finds one
//! output, even if the machine may dawdle for [`SLACK_NS`]. `SEED=… COUNT=…` runs other programs than the usual ones.

#[path = "random/generator.rs"]
mod generator;
#[path = "random/node.rs"]
mod node;
#[path = "random/program.rs"]
mod program;
#[path = "random/shrink.rs"]
mod shrink;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, thread};

use event_loop::engine::{Explored, Found, Look, explore, run};
use event_loop::replay::{Replay, State};
use event_loop::trace::{Ending, Step, Stream};
use event_loop::{ModuleKind, Program, Settings, VirtualFile};
use generator::Chance;
use node::Batch;
use program::Block;

/// The seed of the first program that is always run; those after it have the seeds after it.
const FIXED_SEED: u64 = 20_240_229;

/// Programs that are always run.
const FIXED: u64 = 700;

/// Programs that differ each time.
const FRESH: u64 = 300;

/// Programs for one process of Node.
const AT_ONCE: usize = 25;

/// Programs that are run here at a time.
const THREADS: usize = 2;

/// The engine calls itself for each call of the program.
const STACK_BYTES: usize = 64 << 20;

/// How long a machine may dawdle anywhere in a program that is kept.
const SLACK_NS: u64 = 20_000_000;

/// What a statement and an operation on a file take on a machine that dawdles all the time. Going through all orders
/// leaves out how far apart timers start.
const SLOW_STATEMENT_NS: u32 = 300_000;
const SLOW_DISK_US: u32 = 5_000;

/// The most orders that are gone through before a program is given up.
const RUNS_MAX: u32 = 8;

/// The most programs drawn for one that is kept.
const DRAWS_MAX: u32 = 50;

/// How often Node runs a program alone before it counts that it prints something else.
const ALONE_MAX: u32 = 5;

/// Failures that are made smaller, and how long that may take for each.
const SHRUNK_MAX: usize = 5;
const SHRINK_TIME: Duration = Duration::from_mins(1);

/// Programs whose steps are looked at.
const REPLAYED: u64 = 40;

/// A program that is kept.
struct Kept {
    seed: u64,
    block: Block,
    source: String,
    printed: String,
    /// Programs that were drawn until this one.
    draws: u32,
    /// Runs that were made for them.
    runs: u32,
}

/// A program for which Node prints something else.
struct Failure {
    kept: Kept,
    node: String,
}

#[test]
fn random_programs_print_what_they_print_under_node() {
    node::check_version();
    let started = Instant::now();
    let seeds = seeds();
    let folder = node::folder();
    let chunks: Vec<&[u64]> = seeds.chunks(AT_ONCE).collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    on_threads(|| {
        let finish = |(kept, batch): (Vec<Kept>, Batch)| {
            let pairs = (kept, batch.wait());
            done.lock().expect("no thread panicked").push(pairs);
        };
        // Node is at work on a batch while the next one is drawn.
        let mut before = None;
        while let Some((number, chunk)) = take(&next, &chunks) {
            let kept: Vec<Kept> = chunk.iter().map(|seed| kept(*seed)).collect();
            let sources = kept.iter().map(|kept| kept.source.clone()).collect();
            let batch = Batch::start(&folder, number, sources);
            if let Some(before) = before.replace((kept, batch)) {
                finish(before);
            }
        }
        before.into_iter().for_each(finish);
    });
    let done = done.into_inner().expect("no thread panicked");
    let drawn_in = started.elapsed();
    let mut draws = 0;
    let mut runs = 0;
    let mut again = 0;
    let mut failures = Vec::new();
    for (kept, results) in done {
        let mut results = results.into_iter();
        for kept in kept {
            draws += kept.draws;
            runs += kept.runs;
            if results.next().as_ref() != Some(&kept.printed) {
                again += 1;
                failures.extend(alone(&folder, kept));
            }
        }
    }
    println!(
        "{} programs of {draws} drawn in {drawn_in:?} with {runs} runs, {:?} in all; {again} were run again alone, {} differ",
        seeds.len(),
        started.elapsed(),
        failures.len()
    );
    failures.sort_by_key(|failure: &Failure| failure.kept.source.len());
    for (at, failure) in failures.iter().enumerate() {
        report(&folder, failure, at < SHRUNK_MAX);
    }
    let _ = fs::remove_dir_all(&folder);
    assert!(failures.is_empty(), "{} programs differ", failures.len());
}

#[test]
fn the_steps_of_a_program_are_the_same_each_time_and_can_be_gone_through_both_ways() {
    let seeds: Vec<u64> = (0..REPLAYED).map(|at| FIXED_SEED + at).collect();
    let next = AtomicUsize::new(0);
    on_threads(|| {
        while let Some((_, seed)) = take(&next, &seeds) {
            let block = generator::program(&mut Chance::new(*seed));
            let program = program(&program::text(&block));
            let steps = steps(&program);
            assert_eq!(steps, self::steps(&program), "the steps of seed {seed}");
            check_replay(*seed, &steps);
        }
    });
}

/// Goes through a run forwards, backwards and in leaps.
fn check_replay(seed: u64, steps: &[Step]) {
    let replay = Replay::new(steps.to_vec());
    let mut states = vec![State::default()];
    for step in steps {
        let mut state = states[states.len() - 1].clone();
        state.apply(step);
        states.push(state);
    }
    let count = states.len();
    let forwards = 0..count;
    let leaps = (0..count).map(|at| at * 7919 % count);
    for at in forwards
        .clone()
        .chain(forwards.rev())
        .chain(leaps)
        .step_by(5)
    {
        assert_eq!(
            replay.state_after(at),
            states[at],
            "seed {seed} after {at} steps"
        );
    }
    let mut grown = Replay::default();
    for part in steps.chunks(100) {
        grown.extend(part.to_vec());
    }
    assert_eq!(
        grown.state_after(count),
        states[count - 1],
        "seed {seed}, grown"
    );
}

// ---- which programs ----

/// The seeds of the programs.
fn seeds() -> Vec<u64> {
    let number = |name: &str| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    if let Some(seed) = number("SEED") {
        let count = number("COUNT").unwrap_or(FRESH);
        println!("{count} programs from SEED={seed} on");
        return (0..count).map(|at| seed.wrapping_add(at)).collect();
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let fresh = u64::try_from(now.as_millis()).unwrap_or(0);
    println!(
        "{FIXED} programs from SEED={FIXED_SEED} COUNT={FIXED}, and {FRESH} from SEED={fresh} COUNT={FRESH}"
    );
    let fixed = FIXED_SEED..FIXED_SEED + FIXED;
    fixed.chain(fresh..fresh + FRESH).collect()
}

/// The first program of a seed in which nothing is left to chance.
fn kept(seed: u64) -> Kept {
    let mut chance = Chance::new(seed);
    let mut runs = 0;
    for draws in 1..=DRAWS_MAX {
        let block = generator::program(&mut chance);
        let source = program::text(&block);
        if let Some(printed) = printed(&source, &mut runs)
            && is_same_when_slow(&source, &printed)
        {
            return Kept {
                seed,
                block,
                source,
                printed,
                draws,
                runs,
            };
        }
    }
    panic!("seed {seed} gives no program without chance in {DRAWS_MAX} draws");
}

// ---- here ----

/// What programs print are numbers and strings; this prints them, too, and spares each run to load what the real
/// `console` needs for everything else.
const CONSOLE: &str =
    "const console = { log: (...parts) => { process.stdout.write(`${parts.join(' ')}\\n`); } };";

fn program(source: &str) -> Program {
    Program {
        source: format!("{CONSOLE}{source}"),
        kind: ModuleKind::CommonJs,
    }
}

fn settings() -> Settings {
    let (path, text) = node::FILE;
    Settings {
        files: vec![VirtualFile {
            path: path.to_owned(),
            size: text.len() as u64,
            text: text.to_owned(),
        }],
        ..Settings::default()
    }
}

/// What a program prints, if nothing in it is left to chance.
fn printed(source: &str, runs: &mut u32) -> Option<String> {
    let explored = explored(source, runs)?;
    let [output] = explored.outputs.as_slice() else {
        return None;
    };
    if !explored.is_complete {
        return None;
    }
    match &output.ending {
        Ending::Exited { code: 0 } => Some(output.text.clone()),
        // Node's process ends with it, so it runs alone there; what it writes of the error is its own.
        Ending::Exited { code } => Some(format!("{}[exit {:?}]\n", out(source), Some(code))),
        ending => Some(format!("{}[{ending:?}]\n", output.text)),
    }
}

/// What a program prints on standard output.
fn out(source: &str) -> String {
    let mut text = String::new();
    let mut found = |found| {
        if let Found::Printed(Stream::Out, printed) = found {
            text.push_str(&printed);
        }
    };
    let _ = run(&program(source), &settings(), Look::default(), &mut found);
    text
}

/// Whether a program with timers prints the same on a slow machine.
fn is_same_when_slow(source: &str, printed: &str) -> bool {
    if !source.contains("setTimeout") && !source.contains("setInterval") {
        return true;
    }
    let settings = Settings {
        statement_ns: SLOW_STATEMENT_NS,
        disk_us: SLOW_DISK_US,
        ..settings()
    };
    let mut text = String::new();
    run(&program(source), &settings, Look::default(), &mut |found| {
        if let Found::Printed(_, more) = found {
            text += &more;
        }
    });
    text == printed
}

/// All orders; nothing once there are two outputs or too many runs, for then it could take long.
fn explored(source: &str, all_runs: &mut u32) -> Option<Explored> {
    struct Enough;
    let mut progress = |runs, outputs| {
        *all_runs += 1;
        if outputs > 1 || runs >= RUNS_MAX {
            resume_unwind(Box::new(Enough));
        }
    };
    let explored = catch_unwind(AssertUnwindSafe(|| {
        explore(
            &program(source),
            &settings(),
            Look::default(),
            Some(SLACK_NS),
            &mut progress,
        )
    }));
    match explored {
        Ok(explored) => explored,
        Err(enough) if enough.is::<Enough>() => None,
        Err(panic) => {
            println!("a panic for\n{source}");
            resume_unwind(panic)
        }
    }
}

/// The steps of a program.
fn steps(program: &Program) -> Vec<Step> {
    let mut steps = Vec::new();
    let look = Look {
        has_steps: true,
        ..Look::default()
    };
    run(program, &settings(), look, &mut |found| {
        if let Found::Steps(more) = found {
            steps.extend(more);
        }
    });
    steps
}

// ---- failures ----

/// Has Node run a program alone until it prints what it does here, for a machine that is busy may dawdle longer than
/// anybody thought.
fn alone(folder: &Path, kept: Kept) -> Option<Failure> {
    let mut node = String::new();
    for _ in 0..ALONE_MAX {
        node = node::alone(folder, &kept.source);
        if node == kept.printed {
            return None;
        }
    }
    Some(Failure { kept, node })
}

fn report(folder: &Path, failure: &Failure, is_shrunk: bool) {
    let Kept {
        seed,
        source,
        printed,
        ..
    } = &failure.kept;
    println!(
        "=== SEED={seed} COUNT=1\n{source}--- here\n{printed}--- Node\n{}",
        failure.node
    );
    if !is_shrunk {
        return;
    }
    let started = Instant::now();
    let small = shrink::shrink(
        &failure.kept.block,
        |block| still_differs(folder, block),
        || started.elapsed() < SHRINK_TIME,
    );
    let source = program::text(&small);
    let here = printed_here(&source);
    let node = node::alone(folder, &source);
    println!("--- in short\n{source}--- here\n{here}--- Node\n{node}");
}

fn printed_here(source: &str) -> String {
    printed(source, &mut 0).unwrap_or_else(|| "(more than one output)\n".to_owned())
}

/// Whether Node prints something else for a program that runs to its end in both.
fn still_differs(folder: &Path, block: &Block) -> bool {
    let source = program::text(block);
    let Some(here) = printed(&source, &mut 0) else {
        return false;
    };
    if here.contains("Syntax") || !is_same_when_slow(&source, &here) {
        return false;
    }
    (0..3).all(|_| {
        let node = node::alone(folder, &source);
        node != here && !node.contains("[exit")
    })
}

// ---- threads ----

fn take<'a, T>(next: &AtomicUsize, of: &'a [T]) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    of.get(at).map(|taken| (at, taken))
}

fn on_threads(work: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, &work)
                .expect("a thread starts");
        }
    });
}
