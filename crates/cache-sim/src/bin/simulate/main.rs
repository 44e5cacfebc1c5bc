//! Simulates caches over a trace, and prints what came of it as CSV.

mod args;
mod source;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use cache_sim::engine::{Distances, Runs, check, is_of_one_pass};
use cache_sim::session::{Outcome, Terms};
use cache_sim::{Capacity, PolicyId};
use clap::Parser;

use args::{Args, Command, Size};

const HEADER: &str = "policy,size,requests,hits,misses,miss_ratio";

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulate: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    let (options, is_curve) = match &args.command {
        Some(Command::Curve(options)) => (options, true),
        None => (&args.options, false),
    };
    let sizes = args::of_one_kind(options.sizes())?;
    let trace = source::trace(options)?;
    let terms = Terms {
        ttl_s: options.ttl.map(|ttl| ttl.0),
        seed: options.seed,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    // What cannot be run is said before the first line is printed.
    for policy in &options.policy {
        for size in &sizes {
            check(&trace, *policy, size.capacity)?;
        }
    }
    let mut runs = Runs::over(&trace, terms)?;
    let capacities: Vec<Capacity> = sizes.iter().map(|size| size.capacity).collect();
    writeln!(out, "{HEADER}")?;
    for policy in &options.policy {
        let distances = (is_curve && is_of_one_pass(&trace, *policy, &capacities, terms))
            .then(|| Distances::of(&trace));
        for size in &sizes {
            let outcome = match &distances {
                Some(distances) => distances.outcome(size.capacity),
                None => runs.tally(*policy, size.capacity)?.into(),
            };
            print(&mut out, *policy, size, &outcome)?;
            out.flush()?;
        }
    }
    Ok(())
}

fn print(out: &mut impl Write, policy: PolicyId, size: &Size, outcome: &Outcome) -> Result<()> {
    // Nothing is sampled here.
    if let Outcome::Exact {
        requests, misses, ..
    } = *outcome
    {
        let (hits, ratio) = (requests - misses, outcome.miss_ratio());
        let size = &size.text;
        writeln!(out, "{policy},{size},{requests},{hits},{misses},{ratio:.6}")?;
    }
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
