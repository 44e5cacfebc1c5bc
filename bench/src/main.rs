//! Times the kernels natively, in WebAssembly and in JavaScript; an empty job's round trip beside that
//! of other libraries; and threads over one memory beside independent workers. Loads the server beside an
//! Express cluster, and while its workers die. Times our SQLite and our caches beside others, and
//! programs in the event loop. All in one run, in turns, because a machine's speed drifts.
//! `cargo xtask bench` builds and starts it.

mod api;
mod browser;
mod cache;
mod case;
mod compare;
mod disruption;
mod event_loop;
mod load;
mod measure;
mod native;
mod report;
mod site;
mod sql;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use serde::Serialize;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::browser::Page;
use crate::load::Interrupt;
use crate::measure::Plan;
use crate::report::Report;
use sampling::Random;

/// Times what the site is made of. Its programs and the site are named by the environment, as for
/// the journeys.
#[derive(Parser)]
#[command(name = "bench")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The kernels and the workers that run them
    Kernels(Kernels),
    /// The Compare lab
    Compare(compare::Options),
    /// SQLite, ours and others'
    Sql(sql::Options),
    /// Our caches beside a promise, and others' caches
    Cache(cache::Options),
    /// Programs in the event loop
    Loop(event_loop::Options),
    /// The server beside an Express cluster
    Api(api::Options),
    /// The server under load while its workers die, are replaced and are stopped
    Cluster(disruption::Options),
}

#[derive(clap::Args)]
struct Kernels {
    /// Fewer rounds
    #[arg(long)]
    quick: bool,
    /// Decides all orders; by default another one each time
    #[arg(long)]
    seed: Option<u32>,
    /// The folder `node_modules` that holds comlink and workerpool
    #[arg(long)]
    npm: PathBuf,
    /// Where kernels.md and kernels.json go
    #[arg(long)]
    out: PathBuf,
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().what {
        What::Kernels(options) => runtime()?.block_on(kernels(&options))?,
        What::Compare(options) => {
            let report = runtime()?.block_on(compare::run(&options))?;
            let text = report.markdown();
            write_both(&options.out, "compare", &text, &report)?;
            print!("{text}");
            if !report.kept {
                return Ok(ExitCode::FAILURE);
            }
        }
        What::Sql(options) => {
            let report = runtime()?.block_on(sql::run(&options))?;
            let text = report.markdown();
            write_both(&options.out, "sql", &text, &report)?;
            print!("{text}");
            if !report.kept {
                return Ok(ExitCode::FAILURE);
            }
        }
        What::Cache(options) => {
            let report = runtime()?.block_on(cache::run(&options))?;
            let text = report.markdown();
            write_both(&options.out, "cache", &text, &report)?;
            print!("{text}");
            if !report.kept {
                return Ok(ExitCode::FAILURE);
            }
        }
        What::Loop(options) => {
            let report = runtime()?.block_on(event_loop::run(&options))?;
            let text = report.markdown();
            write_both(&options.out, "loop", &text, &report)?;
            print!("{text}");
            if !report.kept {
                return Ok(ExitCode::FAILURE);
            }
        }
        What::Api(options) => interruptible(move |interrupt| api::run(&options, &interrupt))?,
        What::Cluster(options) => {
            if !interruptible(move |interrupt| disruption::run(&options, interrupt))? {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> Result<Runtime> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().context("no runtime")
}

/// Does some work that blocks, and tells it when a person or the system asks for its end, so that it stops
/// what it has started.
fn interruptible<T: Send + 'static>(
    work: impl FnOnce(Interrupt) -> Result<T> + Send + 'static,
) -> Result<T> {
    let runtime = runtime()?;
    let interrupt = Interrupt::default();
    let told = interrupt.clone();
    runtime.block_on(async move {
        let mut terminated = signal(SignalKind::terminate())?;
        let mut work = tokio::task::spawn_blocking(move || work(told));
        tokio::select! {
            done = &mut work => return done?,
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        interrupt.set();
        work.await?
    })
}

// Native runs block, but only ever between two commands to the browser.
async fn kernels(options: &Kernels) -> Result<()> {
    let plan = if options.quick {
        Plan {
            rounds: 3,
            time_max: Duration::from_mins(3),
        }
    } else {
        Plan {
            rounds: 9,
            time_max: Duration::from_mins(10),
        }
    };
    let seed = options.seed.unwrap_or_else(any_seed);
    eprintln!("seed {seed}, {} rounds", plan.rounds);
    let mut random = Random::of(u64::from(seed));

    let dist = e2e::dist()?;
    let page = Page::open(&dist, &options.npm).await?;
    let measured = measure::all(&page, plan, &mut random).await?;
    let report = Report::new(seed, options.quick, page.facts().clone(), measured);

    let text = report.markdown();
    write_both(&options.out, "kernels", &text, &report)?;
    print!("{text}");
    Ok(())
}

/// Writes a report as `<name>.md` and `<name>.json`.
fn write_both(folder: &Path, name: &str, text: &str, report: &impl Serialize) -> Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    write(folder, &format!("{name}.md"), text)?;
    let json = serde_json::to_string_pretty(report)?;
    write(folder, &format!("{name}.json"), &json)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, text).with_context(|| format!("{} could not be written", file.display()))?;
    eprintln!("wrote {}", file.display());
    Ok(())
}

fn any_seed() -> u32 {
    // Any number will do, as long as it is another one next time.
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.subsec_nanos())
}
