//! Times the kernels natively, in WebAssembly and in JavaScript; an empty job's round trip beside that
//! of other libraries; and threads over one memory beside independent workers. All in one run, in turns,
//! because a machine's speed drifts. `cargo xtask bench` builds and starts it.

mod browser;
mod case;
mod measure;
mod native;
mod random;
mod report;
mod site;
mod stats;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::browser::Page;
use crate::measure::Plan;
use crate::random::Random;
use crate::report::Report;

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

// Native runs block, but only ever between two commands to the browser.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let What::Kernels(options) = Arguments::parse().what;
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
    let mut random = Random::of(seed);

    let dist = e2e::dist()?;
    let page = Page::open(&dist, &options.npm).await?;
    let measured = measure::all(&page, plan, &mut random).await?;
    let report = Report::new(seed, options.quick, page.facts().clone(), measured);

    let text = report.markdown();
    fs::create_dir_all(&options.out)
        .with_context(|| format!("{} could not be made", options.out.display()))?;
    write(&options.out, "kernels.md", &text)?;
    let json = serde_json::to_string_pretty(&report)?;
    write(&options.out, "kernels.json", &json)?;
    print!("{text}");
    Ok(())
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
