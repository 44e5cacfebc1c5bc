//! Programs in Node's event loop: how fast they run natively and in WebAssembly, in a worker of a real browser.
//!
//! In each round the browser has a fresh worker. Within the round all turns come in an order that the seed decides, so
//! what a machine does over minutes or over a second strikes all alike. A case's median of a round is one figure, and
//! from the rounds' figures follows the interval, as it does from blocks in the Compare lab.

mod cases;
mod native;
mod page;
mod report;
mod times;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use event_loop::session::Command;
use sampling::Random;
use sampling::median::median;
use sampling::sequence::BLOCKS_MIN;
use serde::Deserialize;

use cases::{Case, Outcome, Place};
use page::Page;
pub(crate) use report::Report;
use times::Times;

/// How often a case has its turn in a round, at each of its places. One turn may be struck by what else the machine does;
/// the median of three is rarely.
const TURNS: usize = 3;

/// Rounds that every case has, and the most of one that has a promise but no verdict yet.
const ROUNDS: usize = 20;
const ROUNDS_QUICK: usize = BLOCKS_MIN;
const ROUNDS_MAX: usize = 40;

/// No round begins later, unless there are fewer than [`BLOCKS_MIN`].
const ROUNDS_TIME_MAX: Duration = Duration::from_secs(270);
const ROUNDS_TIME_MAX_QUICK: Duration = Duration::from_mins(1);

/// Before its turns a case is run for so long and at least so often, because a fresh worker begins with code that was
/// compiled quickly, and only then, beside it, is compiled well.
const WARM_UP_MS: f64 = 250.0;
const WARM_UPS_MIN: usize = 2;

/// What is asked of the bench.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Six rounds in place of twenty
    #[arg(long)]
    quick: bool,
    /// Decides all orders; by default another one each time
    #[arg(long)]
    seed: Option<u32>,
    /// The folder of our module
    #[arg(long)]
    module: PathBuf,
    /// Where loop.md and loop.json go
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// A run that is over.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Ran {
    /// From the command until the session has told how the program ended.
    ms: f64,
    outcome: Outcome,
}

/// Measures in this process and in a headless browser. A result that differs from what it should be ends the run.
pub(crate) async fn run(options: &Options) -> Result<Report> {
    let seed = options.seed.unwrap_or_else(crate::any_seed);
    eprintln!("seed {seed}");
    let start = Instant::now();
    let load = crate::measure::load();
    let commands = Case::ALL.map(Case::command).into_iter();
    let mut bench = Bench {
        page: Page::open(&options.module).await?,
        commands: commands.collect::<Result<_>>()?,
        times: Case::ALL.map(Times::of).into(),
        random: Random::of(u64::from(seed)),
    };
    bench.rounds(options.quick).await?;
    Ok(Report::new(report::Found {
        seed,
        quick: options.quick,
        seconds: start.elapsed().as_secs_f64(),
        load: [load, crate::measure::load()],
        environment: bench.page.environment.clone(),
        times: bench.times,
    }))
}

/// What is measured, and what came of it so far.
struct Bench {
    page: Page,
    /// Of each case.
    commands: Vec<Command>,
    times: Vec<Times>,
    random: Random,
}

impl Bench {
    async fn rounds(&mut self, quick: bool) -> Result<()> {
        let start = Instant::now();
        let (rounds, time_max) = if quick {
            (ROUNDS_QUICK, ROUNDS_TIME_MAX_QUICK)
        } else {
            (ROUNDS, ROUNDS_TIME_MAX)
        };
        for round in 1..=ROUNDS_MAX {
            let open: Vec<usize> = (0..self.times.len())
                .filter(|number| !self.times[*number].is_decided(rounds))
                .collect();
            if open.is_empty() || (round > BLOCKS_MIN && start.elapsed() > time_max) {
                break;
            }
            self.round(&open).await?;
            let seconds = start.elapsed().as_secs_f64();
            eprintln!("round {round}: {} cases, {seconds:.0} s", open.len());
        }
        Ok(())
    }

    /// Gives each of these cases its turns, at each of its places.
    async fn round(&mut self, open: &[usize]) -> Result<()> {
        self.page.begin().await?;
        let mut ms: Vec<[Vec<f64>; 2]> = vec![Default::default(); self.times.len()];
        let (first, others): (Vec<usize>, Vec<usize>) =
            (open.iter()).partition(|number| self.times[**number].case == Case::FirstPreset);
        for number in first {
            let place = Place::Wasm;
            ms[number][place as usize].push(self.turn(number, place).await?);
        }
        let mut turns = Vec::new();
        for number in others {
            for &place in self.times[number].case.places() {
                self.warm_up(number, place).await?;
                turns.extend([(number, place); TURNS]);
            }
        }
        for (number, place) in self.random.shuffled(turns) {
            ms[number][place as usize].push(self.turn(number, place).await?);
        }
        for &number in open {
            let medians = ms[number].each_ref().map(|ms| median(ms));
            self.times[number].add(medians);
        }
        self.page.close().await
    }

    async fn warm_up(&mut self, number: usize, place: Place) -> Result<()> {
        let (mut times, mut ms) = (0, 0.0);
        while times < WARM_UPS_MIN || ms < WARM_UP_MS {
            ms += self.turn(number, place).await?;
            times += 1;
        }
        Ok(())
    }

    /// Runs a case once, and checks what came of it. Gives its milliseconds.
    async fn turn(&mut self, number: usize, place: Place) -> Result<f64> {
        let command = &self.commands[number];
        let ran = match place {
            Place::Native => native::run(command),
            Place::Wasm => self.page.run(command).await,
        };
        let case = self.times[number].case;
        let in_words = || format!("{} {}", case.name(), place.name());
        let Ran { ms, outcome } = ran.with_context(in_words)?;
        case.check(&outcome).with_context(in_words)?;
        // Statements and steps, too, are the same everywhere and each time.
        let known = self.times[number]
            .outcome
            .get_or_insert_with(|| outcome.clone());
        ensure!(
            *known == outcome,
            "{}: {outcome:?}, where another run gave {known:?}",
            in_words()
        );
        Ok(ms)
    }
}
