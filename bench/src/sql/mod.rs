//! Our SQLite beside others in the browser, and beside itself natively: the same statements on the same library.
//!
//! In each round every candidate has a fresh worker with a library of its own. Within the round the cases come in an
//! order that the seed decides, and so do the candidates, who take turns at each case: what a machine does over
//! minutes or over a second strikes all alike. A turn gives the ratio of two candidates' times, a round the median of
//! its turns, and from rounds follows the interval, as it does from blocks in the Compare lab.

mod break_evens;
mod cases;
mod native;
mod page;
mod report;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, ensure};
use sampling::Random;
use sql_workload::session::Build;

use break_evens::BreakEvens;
use cases::Case;
use native::Native;
use page::{Files, Page, Ran};
pub(crate) use report::Report;
use report::{Times, Turn};

/// How often all candidates have their turn at a case, in a round.
const TURNS: usize = 4;

/// The most rounds, and the most where somebody is in a hurry. A case has no more once they would change no verdict: its
/// intervals hold however often they are looked at.
const ROUNDS: usize = 150;
const ROUNDS_QUICK: usize = 7;

/// Before its turns a case is done for so long and at least so often, because a fresh worker begins with code that was
/// compiled quickly, and only then, beside it, is compiled well.
const WARM_UP_MS: f64 = 250.0;
const WARM_UPS_MIN: usize = 2;

/// What is asked of the bench.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// At most seven rounds in place of 150
    #[arg(long)]
    quick: bool,
    /// Decides all orders; by default another one each time
    #[arg(long)]
    seed: Option<u32>,
    /// The folder `node_modules` that holds sqlite-wasm and sql.js
    #[arg(long)]
    npm: PathBuf,
    /// The folder of our module
    #[arg(long)]
    module: PathBuf,
    /// Where sql.md and sql.json go
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// What does the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Our module in its worker.
    Ours,
    /// `@sqlite.org/sqlite-wasm`, in a worker.
    SqliteWasm,
    /// `sql.js`, in a worker.
    SqlJs,
    /// Ours in this process.
    Native,
}

impl Place {
    /// All of them, as a round's figures stand.
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::SqliteWasm, Self::SqlJs, Self::Native];

    /// As the page and the table call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::SqliteWasm => "sqlite-wasm",
            Self::SqlJs => "sql.js",
            Self::Native => "native",
        }
    }
}

/// Measures in a headless browser. A result that differs from the others' ends the run.
pub(crate) async fn run(options: &Options) -> Result<Report> {
    let rounds = if options.quick { ROUNDS_QUICK } else { ROUNDS };
    let seed = options.seed.unwrap_or_else(crate::any_seed);
    eprintln!("seed {seed}, at most {rounds} rounds");
    let mut random = Random::of(u64::from(seed));
    let start = Instant::now();
    let cases = Case::all()?;
    let library = Native::open()?.export()?;
    let page = Page::open(&Files {
        module: &options.module,
        npm: &options.npm,
        library: &library,
    })
    .await?;
    let mut bench = Bench {
        page,
        digests: vec![None; cases.len()],
        times: cases.into_iter().map(Times::of).collect(),
        builds: Vec::new(),
    };
    for round in 0..=rounds {
        let begun = Instant::now();
        // The first round warms up caches, files and the browser itself; it is checked, not counted.
        bench.round(&mut random, round > 0).await?;
        eprintln!(
            "round {round}: {:.0} s, {:.0} s in all",
            begun.elapsed().as_secs_f64(),
            start.elapsed().as_secs_f64()
        );
        if bench.times.iter().all(Times::is_decided) {
            break;
        }
    }
    let break_evens = BreakEvens::measure(&bench.page, &mut random).await?;
    let versions = [
        (Place::SqliteWasm, "@sqlite.org/sqlite-wasm"),
        (Place::SqlJs, "sql.js"),
    ]
    .map(|(place, package)| {
        crate::site::version(&options.npm, package).map(|version| (place, version))
    });
    let versions = versions.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(Report::new(
        seed,
        options.quick,
        start.elapsed(),
        bench,
        break_evens,
        &versions,
    ))
}

/// What is measured, and what came of it so far.
struct Bench {
    page: Page,
    times: Vec<Times>,
    /// The fingerprint of each case's rows, which all candidates share.
    digests: Vec<Option<String>>,
    builds: Vec<(Place, Build)>,
}

impl Bench {
    async fn round(&mut self, random: &mut Random, counts: bool) -> Result<()> {
        let mut native = Native::open()?;
        let mut builds = vec![(Place::Native, native.build.clone())];
        for place in random.shuffled([Place::Ours, Place::SqliteWasm, Place::SqlJs]) {
            builds.push((place, self.page.begin(place).await?));
        }
        self.builds = builds;
        let open = (0..self.times.len()).filter(|&number| !self.times[number].is_decided());
        for number in random.shuffled(open) {
            let turns = self.case(number, &mut native, random).await?;
            if counts {
                self.times[number].add(turns);
            }
        }
        self.page.close_all().await
    }

    /// Of each turn the milliseconds of all candidates, in the order of [`Place::ALL`].
    async fn case(
        &mut self,
        number: usize,
        native: &mut Native,
        random: &mut Random,
    ) -> Result<Vec<Turn>> {
        let case = self.times[number].case.clone();
        for place in random.shuffled(Place::ALL) {
            let (mut times, mut ms) = (0, 0.0);
            while times < WARM_UPS_MIN || ms < WARM_UP_MS {
                let ran = self.once(place, &case, native, times == 0).await?;
                if times == 0 {
                    self.check(number, place, &ran)?;
                }
                ms += ran.ms;
                times += 1;
            }
        }
        let mut turns = Vec::with_capacity(TURNS);
        for _ in 0..TURNS {
            let mut turn = [0.0; Place::ALL.len()];
            for place in random.shuffled(Place::ALL) {
                turn[place as usize] = self.once(place, &case, native, false).await?.ms;
            }
            turns.push(turn);
        }
        Ok(turns)
    }

    async fn once(
        &self,
        place: Place,
        case: &Case,
        native: &mut Native,
        check: bool,
    ) -> Result<Ran> {
        match place {
            Place::Native => native.run(case),
            _ => self.page.run(place, case, check).await,
        }
    }

    /// All candidates give the same rows.
    fn check(&mut self, number: usize, place: Place, ran: &Ran) -> Result<()> {
        let known = &mut self.digests[number];
        ensure!(
            ran.digest.is_some() && (known.is_none() || *known == ran.digest),
            "{}: the rows of {} have the fingerprint {:?}, those of another {known:?}",
            self.times[number].case.id,
            place.name(),
            ran.digest
        );
        known.clone_from(&ran.digest);
        Ok(())
    }
}
