//! Our caches: how many accesses a second each policy serves natively and in WebAssembly, beside caches that others made;
//! how long curves take, and what they lose where they are sampled.
//!
//! In each round the browser has fresh workers. Within the round all turns come in an order that the seed decides, so
//! what a machine does over minutes or over a second strikes all alike. A candidate's median of a round is one figure,
//! and from the rounds' figures follows the interval, as it does from blocks in the Compare lab.

mod candidates;
mod curves;
mod limit;
mod native;
mod others;
mod page;
mod report;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use cache_sim::Recipe;
use cache_sim::session::Terms;
use sampling::Random;
use sampling::median::median;
use sampling::sequence::BLOCKS_MIN;
use serde::Deserialize;

use candidates::{Candidate, Place, Speeds};
use curves::{Curves, Ratios};
use native::Native;
use page::Page;
pub(crate) use report::Report;

/// The trace that all go through, without its number of accesses.
const PATTERN: &str = "zipf(1,1000000)";
const ACCESSES: u32 = 5_000_000;
const ACCESSES_QUICK: u32 = 2_000_000;

/// Objects in each cache.
const SIZE: NonZeroUsize = NonZeroUsize::new(100_000).expect("it is not zero");

/// As the lab runs caches where nobody chooses otherwise.
const TERMS: Terms = Terms {
    ttl_s: None,
    seed: 1,
};

/// The most rounds. Who has no promise takes part in the first [`BLOCKS_MIN`], who has one until its verdict is there.
const ROUNDS_MAX: usize = 40;

/// No round begins later, unless there are fewer than [`BLOCKS_MIN`].
const ROUNDS_TIME_MAX: Duration = Duration::from_secs(270);
const ROUNDS_TIME_MAX_QUICK: Duration = Duration::from_mins(1);

/// Before its turns each candidate serves so many accesses so often in the browser, where a fresh worker begins with code
/// that was compiled quickly.
const WARM_UP_ACCESSES: u32 = 400_000;
const WARM_UPS: usize = 2;

/// What is asked of the bench.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Shorter turns, and no rounds behind the sixth
    #[arg(long)]
    quick: bool,
    /// Decides all orders; by default another one each time
    #[arg(long)]
    seed: Option<u32>,
    /// The folder `node_modules` that holds lru-cache
    #[arg(long)]
    npm: PathBuf,
    /// The folder of our module
    #[arg(long)]
    module: PathBuf,
    /// Where cache.md and cache.json go
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// A turn that is over.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
struct Ran {
    ms: f64,
    /// Misses, or the limit's sum.
    result: u64,
}

/// Measures in this process and in a headless browser. A result that differs from another that it should be equal to ends
/// the run.
pub(crate) async fn run(options: &Options) -> Result<Report> {
    let seed = options.seed.unwrap_or_else(crate::any_seed);
    eprintln!("seed {seed}");
    let start = Instant::now();
    let load = crate::measure::load();
    let accesses = if options.quick {
        ACCESSES_QUICK
    } else {
        ACCESSES
    };
    let recipe: Recipe = format!("{PATTERN}*{accesses}").parse()?;
    let native = Native::open(&recipe)?;
    let page = Page::open(&options.module, &options.npm, &native.objects).await?;
    let curves = Curves::measure(&page).await?;
    eprintln!("curves: {:.0} s in all", start.elapsed().as_secs_f64());
    let mut bench = Bench {
        page,
        native,
        recipe,
        speeds: Candidate::all().map(Speeds::of).collect(),
        random: Random::of(u64::from(seed)),
    };
    bench.rounds(options.quick).await?;
    Ok(Report::new(report::Found {
        seed,
        quick: options.quick,
        seconds: start.elapsed().as_secs_f64(),
        load: [load, crate::measure::load()],
        environment: bench.page.environment.clone(),
        recipe: bench.recipe.to_string(),
        lru_cache: crate::site::version(&options.npm, page::LRU_CACHE)?,
        speeds: bench.speeds,
        curves,
        ratios: Ratios::of_default_trace()?,
    }))
}

/// What is measured, and what came of it so far.
struct Bench {
    page: Page,
    native: Native,
    recipe: Recipe,
    speeds: Vec<Speeds>,
    random: Random,
}

impl Bench {
    async fn rounds(&mut self, quick: bool) -> Result<()> {
        let start = Instant::now();
        let time_max = if quick {
            ROUNDS_TIME_MAX_QUICK
        } else {
            ROUNDS_TIME_MAX
        };
        for round in 1..=ROUNDS_MAX {
            let open: Vec<usize> = (0..self.speeds.len())
                .filter(|number| !self.speeds[*number].is_decided())
                .collect();
            if open.is_empty() || (round > BLOCKS_MIN && start.elapsed() > time_max) {
                break;
            }
            self.round(&open).await?;
            let seconds = start.elapsed().as_secs_f64();
            eprintln!("round {round}: {} candidates, {seconds:.0} s", open.len());
        }
        Ok(())
    }

    /// Gives each of these candidates its turns, at each of its places.
    async fn round(&mut self, open: &[usize]) -> Result<()> {
        self.page.begin(&self.recipe).await?;
        let mut turns = Vec::new();
        for &number in open {
            let candidate = self.speeds[number].candidate;
            for &place in candidate.places() {
                self.warm_up(candidate, place).await?;
                turns.extend(vec![(number, place); candidate.turns()]);
            }
        }
        let accesses = f64::from(self.recipe.accesses());
        let mut rates: Vec<[Vec<f64>; 2]> = vec![Default::default(); self.speeds.len()];
        for (number, place) in self.random.shuffled(turns) {
            let candidate = self.speeds[number].candidate;
            let ran = self.turn(candidate, place).await?;
            self.check(number, place, ran.result)?;
            // Thousands a second are millions a millisecond.
            rates[number][place as usize].push(accesses / ran.ms / 1e3);
        }
        for &number in open {
            let medians = rates[number].each_ref().map(|rates| median(rates));
            self.speeds[number].add(medians);
        }
        self.page.close_all().await
    }

    async fn warm_up(&self, candidate: Candidate, place: Place) -> Result<()> {
        if place == Place::Browser {
            for _ in 0..WARM_UPS {
                self.in_browser(candidate, WARM_UP_ACCESSES).await?;
            }
        }
        Ok(())
    }

    async fn turn(&mut self, candidate: Candidate, place: Place) -> Result<Ran> {
        match (place, candidate) {
            (Place::Browser, _) => self.in_browser(candidate, self.recipe.accesses()).await,
            (Place::Native, Candidate::Policy(policy)) => self.native.serve(policy, SIZE),
            (Place::Native, Candidate::Limit) => Ok(self.native.limit()),
            (Place::Native, Candidate::Other(other)) => Ok(self.native.other(other, SIZE)),
            (Place::Native, Candidate::LruCache) => bail!("lru-cache is in JavaScript"),
        }
    }

    async fn in_browser(&self, candidate: Candidate, accesses: u32) -> Result<Ran> {
        match candidate {
            Candidate::Policy(policy) => self.page.serve(policy, SIZE, accesses).await,
            Candidate::Limit => self.page.other(page::LIMIT, SIZE, accesses).await,
            other => self.page.other(other.name(), SIZE, accesses).await,
        }
    }

    /// Whoever does the same has the same misses, everywhere and each time.
    fn check(&mut self, number: usize, place: Place, result: u64) -> Result<()> {
        let candidate = self.speeds[number].candidate;
        if let Some(same) = candidate.counts_as() {
            let known = self.speeds.iter().find(|speeds| {
                speeds.result.is_some() && speeds.candidate.counts_as() == Some(same)
            });
            let known = known.and_then(|speeds| speeds.result);
            ensure!(
                known.is_none_or(|known| known == result),
                "{} {}: {result} misses, where {} has {known:?}",
                candidate.name(),
                place.name(),
                same
            );
        }
        self.speeds[number].result = Some(result);
        Ok(())
    }
}
