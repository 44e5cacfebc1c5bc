//! Builds what is to be measured and the bench, and runs the bench on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use clap::Subcommand;

use crate::exec;
use crate::others::Others;
use crate::pipeline;
use crate::setup::{self, Purpose};
use crate::steps::Steps;
use crate::tools::{self, NpmTools};
use crate::workspace::Workspace;

/// The profile of the modules that compute: natively, too, they are to be fast before small.
const PROFILE: &str = "compute";

/// The bench's profile where it only starts others and waits for them.
const PROFILE_OF_WAITING: &str = "dev";

/// The profile of the server.
const PROFILE_OF_SERVER: &str = "server";

/// The module with SQLite.
const SQL: &str = "sql";

/// The module that simulates caches.
const CACHE: &str = "cache";

/// The module that runs programs.
const SCRIPT: &str = "script";

const MESSAGE_ABOVE: &str = "read the compiler's message above";

/// What is timed.
#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// The kernels natively, in WebAssembly and in JavaScript; an empty job's round trip beside that
    /// of comlink and workerpool; threads over one memory beside independent workers
    ///
    /// Takes up to ten minutes once all is built. Everything takes its turn in each of several
    /// rounds, in an order that the seed decides. Results are checked, and a wrong one ends the run.
    Kernels {
        /// Three rounds in place of nine, within three minutes
        #[arg(long)]
        quick: bool,
        /// Decides all orders; by default another one each time
        #[arg(long)]
        seed: Option<u32>,
        /// Where kernels.md and kernels.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// The Compare lab: how long a comparison takes until its verdict, whether that is the same every time, and how
    /// often a difference between equal things is claimed; fails if a promise is broken
    ///
    /// Takes about ten minutes once all is built.
    Compare {
        /// Twenty pairs of equal things in place of two hundred, within two minutes
        #[arg(long)]
        quick: bool,
        /// Where compare.md and compare.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Our SQLite in the browser beside sqlite-wasm and sql.js, and beside itself natively: inserts, reads by id, a join,
    /// an aggregate; fails if it is slower than either by more than 5 %, or takes more than twice the time natively
    ///
    /// Takes up to a quarter of an hour once all is built, which is our module of SQLite alone. Everything takes its turn in
    /// each round, in an order that the seed decides, until every case has its verdict. Rows are compared, and a difference
    /// ends the run.
    Sql {
        /// At most seven rounds in place of 150, within four minutes
        #[arg(long)]
        quick: bool,
        /// Decides all orders; by default another one each time
        #[arg(long)]
        seed: Option<u32>,
        /// Where sql.md and sql.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Our caches, each access simulated: how many a second natively and in WebAssembly, beside moka, `quick_cache`, lru and
    /// lru-cache; and how long curves of miss ratios take, exact and sampled, and how far the two are apart; fails if a
    /// promise is broken
    ///
    /// Takes up to six minutes once all is built, which is our module of caches alone. Everything takes its turn in each
    /// round, in an order that the seed decides. Misses are compared, and a difference ends the run.
    Cache {
        /// Fewer rounds of shorter turns, within two minutes
        #[arg(long)]
        quick: bool,
        /// Decides all orders; by default another one each time
        #[arg(long)]
        seed: Option<u32>,
        /// Where cache.md and cache.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Programs in the event loop, natively and in WebAssembly: statements, callbacks, microtasks, ticks and recorded steps a
    /// second, and how long an empty program, the default preset and an endless loop take; fails if in WebAssembly the
    /// preset takes more than 500 ms, or the loop is stopped after more than 1,000 ms
    ///
    /// Takes up to five minutes once all is built, which is our module of the JavaScript engine alone. Everything takes its
    /// turn in each round, in an order that the seed decides. What programs print and do is checked, and a difference ends
    /// the run.
    Loop {
        /// Six rounds in place of twenty, within two minutes
        #[arg(long)]
        quick: bool,
        /// Decides all orders; by default another one each time
        #[arg(long)]
        seed: Option<u32>,
        /// Where loop.md and loop.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// The server beside an Express cluster of the same endpoints, workers and threads: how much both bear,
    /// how long an answer takes at fixed rates, and what a request costs in processor time and memory
    ///
    /// Takes up to twelve minutes once all is built. Both take turns, in an order that is reversed from round
    /// to round. What they answer is compared first, and a difference ends the run.
    Api {
        /// Three rounds of short loads in place of five longer ones, within four minutes
        #[arg(long)]
        quick: bool,
        /// Worker processes of each server
        #[arg(long, default_value_t = 2)]
        workers: u16,
        /// Decides all orders; by default another one each time
        #[arg(long)]
        seed: Option<u32>,
        /// Where api.md and api.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// The server under load while its workers are killed, replaced and stopped; fails if a promise is broken
    ///
    /// Takes about a minute once all is built.
    Cluster {
        /// Eight seconds for each disruption in place of twenty
        #[arg(long)]
        quick: bool,
        /// Where cluster.md and cluster.json go; by default reports/ in Cargo's target folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

/// Sets up, builds, and prints what the bench found. Returns whether everything that it checked is as it
/// should be.
pub(crate) fn run(workspace: &Workspace, what: &What) -> Result<bool> {
    match what {
        What::Kernels { quick, seed, out } => {
            kernels(workspace, *quick, *seed, out.as_deref()).map(|()| true)
        }
        What::Compare { quick, out } => {
            let mut steps = Steps::default();
            let profile = PROFILE_OF_WAITING;
            let out = out.as_deref();
            let mut command = in_a_browser(workspace, &mut steps, profile, "compare", *quick, out)?;
            succeeds(&mut command)
        }
        What::Sql { quick, seed, out } => sql(workspace, *quick, *seed, out.as_deref()),
        What::Cache { quick, seed, out } => cache(workspace, *quick, *seed, out.as_deref()),
        What::Loop { quick, seed, out } => event_loop(workspace, *quick, *seed, out.as_deref()),
        What::Api {
            quick,
            workers,
            seed,
            out,
        } => {
            let mut steps = Steps::default();
            let express = setup::express(workspace, &mut steps)?;
            let mut command = load(workspace, &mut steps, "api", *quick, out.as_deref())?;
            command
                .arg("--express")
                .arg(&express.source)
                .arg("--modules")
                .arg(express.modules())
                .args(["--workers", &workers.to_string()]);
            if let Some(seed) = seed {
                command.args(["--seed", &seed.to_string()]);
            }
            exec::read(&mut command).map(|text| {
                print!("{text}");
                true
            })
        }
        What::Cluster { quick, out } => {
            let mut steps = Steps::default();
            let mut command = load(workspace, &mut steps, "cluster", *quick, out.as_deref())?;
            succeeds(&mut command)
        }
    }
}

/// A promise that was broken is told in the table, and by the status.
fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .context("the bench could not be started")?;
    Ok(status.success())
}

fn kernels(
    workspace: &Workspace,
    quick: bool,
    seed: Option<u32>,
    out: Option<&Path>,
) -> Result<()> {
    let mut steps = Steps::default();
    let mut command = in_a_browser(workspace, &mut steps, PROFILE, "kernels", quick, out)?;
    command
        .arg("--npm")
        .arg(NpmTools::locate(workspace)?.modules());
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    print!("{}", exec::read(&mut command)?);
    Ok(())
}

fn sql(workspace: &Workspace, quick: bool, seed: Option<u32>, out: Option<&Path>) -> Result<bool> {
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Bench])?;
    let others = setup::others(&mut steps, &Others::sqlites(workspace)?)?;
    let module = pipeline::build_module(workspace, &mut steps, SQL, &compiler)?;
    // Natively SQLite runs in the server, so the bench is compiled as the server is.
    let profile = PROFILE_OF_SERVER;
    steps.run("build the bench", MESSAGE_ABOVE, || {
        build(workspace, "bench", profile)
    })?;
    steps.summarise();
    let mut command = bench(workspace, profile, "sql", quick, out)?;
    command.arg("--npm").arg(others).arg("--module").arg(module);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    succeeds(in_chromium(&mut command)?)
}

fn cache(
    workspace: &Workspace,
    quick: bool,
    seed: Option<u32>,
    out: Option<&Path>,
) -> Result<bool> {
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Bench])?;
    let others = setup::others(&mut steps, &Others::caches(workspace)?)?;
    let module = pipeline::build_module(workspace, &mut steps, CACHE, &compiler)?;
    steps.run("build the bench", MESSAGE_ABOVE, || {
        build(workspace, "bench", PROFILE)
    })?;
    steps.summarise();
    let mut command = bench(workspace, PROFILE, "cache", quick, out)?;
    command.arg("--npm").arg(others).arg("--module").arg(module);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    succeeds(in_chromium(&mut command)?)
}

fn event_loop(
    workspace: &Workspace,
    quick: bool,
    seed: Option<u32>,
    out: Option<&Path>,
) -> Result<bool> {
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Bench])?;
    let module = pipeline::build_module(workspace, &mut steps, SCRIPT, &compiler)?;
    steps.run("build the bench", MESSAGE_ABOVE, || {
        build(workspace, "bench", PROFILE)
    })?;
    steps.summarise();
    let mut command = bench(workspace, PROFILE, "loop", quick, out)?;
    command.arg("--module").arg(module);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    succeeds(in_chromium(&mut command)?)
}

/// Tells the bench which browser to start.
fn in_chromium(command: &mut Command) -> Result<&mut Command> {
    Ok(command
        .env("CHROME_BIN", tools::CHROMIUM.require()?)
        .env("CHROMEDRIVER", tools::CHROMEDRIVER.require()?))
}

/// A bench of the site in Chromium, with all that it needs.
fn in_a_browser(
    workspace: &Workspace,
    steps: &mut Steps,
    profile: &str,
    name: &str,
    quick: bool,
    out: Option<&Path>,
) -> Result<Command> {
    let compiler = setup::run(workspace, steps, &[Purpose::Bench])?;
    let site = pipeline::Options {
        quality: pipeline::Quality::Small,
        base_path: None,
    };
    pipeline::build_with(workspace, steps, &site, &compiler)?;
    steps.run("build the bench", MESSAGE_ABOVE, || {
        build(workspace, "bench", profile)
    })?;
    steps.summarise();
    let mut command = bench(workspace, profile, name, quick, out)?;
    in_chromium(&mut command)?.env("PERF_PLAYGROUND_DIST", workspace.dist());
    Ok(command)
}

/// The bench that puts load on the server, with all that it needs.
fn load(
    workspace: &Workspace,
    steps: &mut Steps,
    name: &str,
    quick: bool,
    out: Option<&Path>,
) -> Result<Command> {
    setup::load_tools(workspace, steps)?;
    steps.run("build the server", MESSAGE_ABOVE, || {
        build(workspace, "server", PROFILE_OF_SERVER)
    })?;
    steps.run("build the bench", MESSAGE_ABOVE, || {
        build(workspace, "bench", PROFILE_OF_WAITING)
    })?;
    steps.summarise();
    let mut command = bench(workspace, PROFILE_OF_WAITING, name, quick, out)?;
    command
        .arg("--server")
        .arg(program(
            workspace,
            PROFILE_OF_SERVER,
            "perf-playground-server",
        ))
        .arg("--oha")
        .arg(tools::OHA.program(workspace)?);
    Ok(command)
}

/// The bench's command line as far as every bench has it.
fn bench(
    workspace: &Workspace,
    profile: &str,
    name: &str,
    quick: bool,
    out: Option<&Path>,
) -> Result<Command> {
    let out = match out {
        // As a person means it who names it: from where they are, not from the root.
        Some(folder) => std::path::absolute(folder)?,
        None => workspace.target.join("reports"),
    };
    let mut command = exec::native(program(workspace, profile, "bench"), &workspace.root);
    command.arg(name).arg("--out").arg(out);
    if quick {
        command.arg("--quick");
    }
    Ok(command)
}

fn program(workspace: &Workspace, profile: &str, name: &str) -> PathBuf {
    // Cargo's folder of the profile `dev` has another name.
    let folder = if profile == "dev" { "debug" } else { profile };
    workspace
        .target
        .join(folder)
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

fn build(workspace: &Workspace, package: &str, profile: &str) -> Result<()> {
    let mut command = exec::native("cargo", &workspace.root);
    command
        .args(["build", "--quiet", "--locked", "--package", package])
        .args(["--profile", profile])
        .env("CARGO_TARGET_DIR", &workspace.target);
    exec::run(&mut command)
}
