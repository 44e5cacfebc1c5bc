//! Builds the site and the bench, and runs the bench on it.

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use crate::exec;
use crate::pipeline;
use crate::setup::{self, Purpose};
use crate::steps::Steps;
use crate::tools::{self, NpmTools};
use crate::workspace::Workspace;

/// The profile of the modules that compute: natively, too, they are to be fast before small.
const PROFILE: &str = "compute";

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
}

/// Sets up, builds, and prints what the bench found.
pub(crate) fn run(workspace: &Workspace, what: &What) -> Result<()> {
    let What::Kernels { quick, seed, out } = what;
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Bench])?;
    let site = pipeline::Options {
        debug: false,
        base_path: None,
    };
    pipeline::build_with(workspace, &mut steps, &site, &compiler)?;
    steps.run(
        "build the bench",
        "read the compiler's message above",
        || build(workspace),
    )?;
    steps.summarise();

    let out = match out {
        // As a person means it who names it: from where they are, not from the root.
        Some(folder) => std::path::absolute(folder)?,
        None => workspace.target.join("reports"),
    };
    let program = workspace
        .target
        .join(PROFILE)
        .join("bench")
        .with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = exec::native(&program, &workspace.root);
    command
        .arg("kernels")
        .arg("--npm")
        .arg(NpmTools::locate(workspace)?.modules())
        .arg("--out")
        .arg(out)
        .env("PERF_PLAYGROUND_DIST", workspace.dist())
        .env("CHROME_BIN", tools::CHROMIUM.require()?)
        .env("CHROMEDRIVER", tools::CHROMEDRIVER.require()?);
    if *quick {
        command.arg("--quick");
    }
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    print!("{}", exec::read(&mut command)?);
    Ok(())
}

fn build(workspace: &Workspace) -> Result<()> {
    let mut command = exec::native("cargo", &workspace.root);
    command
        .args(["build", "--quiet", "--locked", "--package", "bench"])
        .args(["--profile", PROFILE])
        .env("CARGO_TARGET_DIR", &workspace.target);
    exec::run(&mut command)
}
