//! Simulates caches over a trace, and prints what came of it as CSV.

mod args;
mod source;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use cache_sim::engine::{Distances, Runs, Trace, check};
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
    writeln!(out, "{HEADER}")?;
    for policy in &options.policy {
        if is_curve && *policy == PolicyId::Lru && is_stack(&sizes, terms) {
            stack_curve(&mut out, &trace, &sizes)?;
            continue;
        }
        for size in &sizes {
            let tally = runs.tally(*policy, size.capacity)?;
            print(&mut out, *policy, size, &tally.into())?;
            out.flush()?;
        }
    }
    out.flush().context("cannot write")
}

/// Whether LRU's whole curve comes of one pass.
fn is_stack(sizes: &[Size], terms: Terms) -> bool {
    terms.ttl_s.is_none()
        && sizes
            .iter()
            .all(|size| matches!(size.capacity, Capacity::Objects(_)))
}

fn stack_curve(out: &mut impl Write, trace: &Trace, sizes: &[Size]) -> Result<()> {
    let distances = Distances::of(trace);
    for size in sizes {
        let objects = usize::try_from(size.capacity.count()).unwrap_or(usize::MAX);
        let requests = distances.requests();
        let outcome = Outcome::Exact {
            requests,
            misses: requests - distances.hits(objects),
            bytes: 0,
            bytes_missed: 0,
        };
        print(out, PolicyId::Lru, size, &outcome)?;
    }
    Ok(())
}

fn print(out: &mut impl Write, policy: PolicyId, size: &Size, outcome: &Outcome) -> Result<()> {
    let Outcome::Exact {
        requests, misses, ..
    } = *outcome
    else {
        bail!("{policy} was sampled");
    };
    let ratio = outcome.miss_ratio();
    let hits = requests - misses;
    writeln!(
        out,
        "{policy},{},{requests},{hits},{misses},{ratio:.6}",
        size.text
    )?;
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
