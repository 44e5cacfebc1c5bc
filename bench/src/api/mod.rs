//! The server beside an Express cluster with the same endpoints, workers and threads, in one run.

mod case;
mod gauge;
mod measure;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use crate::api::case::Case;
use crate::api::measure::{Bench, Both, Plan};
use crate::api::report::{Facts, Report};
use crate::load::server::{Express, Programs, Server, cores};
use crate::load::{Generator, Interrupt};
use sampling::Random;

/// The most workers: the bench is for one machine.
const WORKERS_MAX: i64 = 64;

/// What the bench is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    programs: Programs,
    #[command(flatten)]
    express: Express,
    /// Worker processes of each server
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=WORKERS_MAX))]
    workers: u16,
    /// Fewer and shorter loads
    #[arg(long)]
    quick: bool,
    /// Decides all orders; by default another one each time
    #[arg(long)]
    seed: Option<u32>,
    /// Where api.md and api.json go
    #[arg(long)]
    out: PathBuf,
}

/// Starts both servers, compares what they answer, loads them, and reports.
pub(crate) fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let plan = if options.quick {
        Plan {
            rounds: 3,
            lasts: Duration::from_secs(1),
            time_max: Duration::from_secs(200),
        }
    } else {
        Plan {
            rounds: 5,
            lasts: Duration::from_secs(2),
            time_max: Duration::from_mins(11),
        }
    };
    let seed = options.seed.unwrap_or_else(crate::any_seed);
    let workers = usize::from(options.workers);
    eprintln!("seed {seed}, {} rounds", plan.rounds);
    let load_before = crate::measure::load();

    let folder = tempfile::tempdir()?;
    let database = folder.path().join("books.sqlite");
    let generator = Generator::new(options.programs.oha.clone(), interrupt.clone());
    let servers = Both {
        ours: Server::ours(&options.programs.server, workers, &database, interrupt)?,
        express: Server::express(&options.express, workers, &database, interrupt)?,
    };
    let facts = Facts::find(&options.programs, &options.express.modules)?;
    let bench = Bench {
        generator: &generator,
        servers: &servers,
        plan,
    };
    let measured = bench.run(&Case::all(), &mut Random::of(u64::from(seed)))?;
    drop(servers);

    let load = [load_before, crate::measure::load()];
    let report = Report::new(seed, options.quick, workers, cores(), facts, load, measured);
    let text = report.markdown();
    crate::write_both(&options.out, "api", &text, &report)?;
    print!("{text}");
    Ok(())
}
