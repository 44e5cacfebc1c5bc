//! The rounds: in each, everything that is compared has its turn, in an order of its own and with
//! workers of its own. So what a machine does over minutes touches all alike, and no round's figures
//! hang on how one worker happened to start.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use kernels::{Kernel, Variant};

use crate::browser::{JS, PARALLEL, Page, THREADS, WASM};
use crate::case::{Case, Place, Work};
use crate::native;
use sampling::Random;

/// Round trips of each candidate, over all rounds.
const ROUND_TRIPS: usize = 216;

/// A candidate's turn, in round trips.
const ROUND_TRIPS_PER_TURN: usize = 12;

/// Round trips that are not timed, in which engines optimise what the timed ones run: ours gets faster
/// until the six hundredth or so.
const ROUND_TRIPS_TO_WARM_UP: usize = 600;

/// Fewer rounds than this say nothing, however late it is.
const ROUNDS_MIN: usize = 3;

/// Whose empty jobs are timed, ours first, as the page names them.
pub(crate) const CANDIDATES: [&str; 3] = ["protocol", "comlink", "workerpool"];

/// Turns of each side of a race in a round. One turn of half a second is off by a tenth and more when
/// a virtual machine's cores are taken away for a moment; the ratio of two such would say little.
const RACE_TURNS: u32 = 6;

/// What threads and workers race with.
const RACES: [(Kernel, Variant); 2] = [
    (Kernel::Mandelbrot, Variant::Plain),
    (Kernel::Primes, Variant::Segmented),
];

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// No round begins that would not be over by then.
    pub(crate) time_max: Duration,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) samples: Samples,
    pub(crate) rounds: usize,
    pub(crate) took: Duration,
    /// Processes that wanted to run, on average over a minute, before and after; where it is known.
    pub(crate) load: [Option<f64>; 2],
}

/// All samples, each list with one figure a round unless it says otherwise.
#[derive(Debug)]
pub(crate) struct Samples {
    pub(crate) variants: Vec<VariantTimes>,
    pub(crate) empty_jobs: Vec<RoundTrips>,
    pub(crate) races: Vec<RaceTimes>,
}

/// Milliseconds that a round of the kernel took.
#[derive(Debug)]
pub(crate) struct VariantTimes {
    pub(crate) work: Work,
    pub(crate) native_ms: Vec<f64>,
    pub(crate) wasm_ms: Vec<f64>,
    /// Empty where the baselines lack the variant.
    pub(crate) js_ms: Vec<f64>,
}

/// Milliseconds there and back; a list for each round.
#[derive(Debug)]
pub(crate) struct RoundTrips {
    pub(crate) candidate: &'static str,
    pub(crate) rounds_ms: Vec<Vec<f64>>,
}

/// Milliseconds until all of [`THREADS`] runs were done, on average over a round's turns.
#[derive(Debug)]
pub(crate) struct RaceTimes {
    pub(crate) work: Work,
    /// One after another, each by all threads.
    pub(crate) threads_ms: Vec<f64>,
    /// At the same time, each by a worker of its own.
    pub(crate) workers_ms: Vec<f64>,
}

/// Takes all samples. Fails on the first result that is wrong.
pub(crate) async fn all(page: &Page, plan: Plan, random: &mut Random) -> Result<Measured> {
    let start = Instant::now();
    let load_before = load();
    eprintln!("choosing how many rounds make a sample");
    let cases = Case::all()?;
    let races: Vec<Case> = RACES
        .iter()
        .zip(cases.len()..)
        .map(|(&(kernel, variant), number)| Case::race(number, kernel, variant))
        .collect::<Result<_>>()?;
    page.open_workers(&[(WASM, WASM)]).await?;
    for case in cases.iter().chain(&races) {
        page.prepare(case).await?;
    }
    page.close_all().await?;

    let mut samples = Samples::none_of(&cases, &races);
    let mut rounds = 0;
    let work = Workload {
        page,
        cases: &cases,
        races: &races,
        round_trips: ROUND_TRIPS / plan.rounds,
    };
    // The first round warms up caches, files and the browser itself; it is checked, not counted.
    let mut longest = Duration::ZERO;
    for round in 0..=plan.rounds {
        if rounds >= ROUNDS_MIN && start.elapsed() + longest > plan.time_max {
            eprintln!("no time for another round");
            break;
        }
        let begun = Instant::now();
        let mut fresh = Samples::none_of(&cases, &races);
        work.round(random, &mut fresh).await?;
        let what = if round == 0 {
            "warm-up".to_owned()
        } else {
            samples.take_in(fresh);
            rounds += 1;
            format!("round {round} of {}", plan.rounds)
        };
        longest = longest.max(begun.elapsed());
        eprintln!(
            "{what}: {:.1} s, {:.0} s in all",
            begun.elapsed().as_secs_f64(),
            start.elapsed().as_secs_f64()
        );
    }
    Ok(Measured {
        samples,
        rounds,
        took: start.elapsed(),
        load: [load_before, load()],
    })
}

/// What each round does.
struct Workload<'a> {
    page: &'a Page,
    cases: &'a [Case],
    races: &'a [Case],
    /// Of each candidate.
    round_trips: usize,
}

impl Workload<'_> {
    async fn round(&self, random: &mut Random, into: &mut Samples) -> Result<()> {
        self.variants(random, &mut into.variants).await?;
        self.empty_jobs(random, &mut into.empty_jobs).await?;
        self.races(random, &mut into.races).await
    }

    async fn variants(&self, random: &mut Random, into: &mut [VariantTimes]) -> Result<()> {
        self.page.open_workers(&[(WASM, WASM), (JS, JS)]).await?;
        for case in random.shuffled(self.cases) {
            for place in random.shuffled(case.places()) {
                let sample = match place {
                    Place::Native => native::sample(case)?,
                    Place::Wasm => self.page.sample(WASM, case).await?,
                    Place::Js => self.page.sample(JS, case).await?,
                };
                case.check(&sample.found).context(place.name())?;
                let times = &mut into[case.number];
                let list = match place {
                    Place::Native => &mut times.native_ms,
                    Place::Wasm => &mut times.wasm_ms,
                    Place::Js => &mut times.js_ms,
                };
                list.push(sample.ms / case.rounds());
            }
        }
        self.page.close_all().await
    }

    async fn empty_jobs(&self, random: &mut Random, into: &mut [RoundTrips]) -> Result<()> {
        self.page.open_candidates(ROUND_TRIPS_TO_WARM_UP).await?;
        for trips in into.iter_mut() {
            trips.rounds_ms.push(Vec::new());
        }
        for _ in 0..self.round_trips.div_ceil(ROUND_TRIPS_PER_TURN) {
            for trips in random.shuffled(into.iter_mut()) {
                let times = self
                    .page
                    .round_trips(trips.candidate, ROUND_TRIPS_PER_TURN)
                    .await?;
                trips
                    .rounds_ms
                    .iter_mut()
                    .for_each(|round| round.extend(&times));
            }
        }
        self.page.close_all().await
    }

    async fn races(&self, random: &mut Random, into: &mut [RaceTimes]) -> Result<()> {
        const WORKERS: [&str; THREADS] = ["first", "second"];
        let mut scripts = vec![(PARALLEL, PARALLEL)];
        scripts.extend(WORKERS.map(|name| (name, WASM)));
        self.page.open_workers(&scripts).await?;
        for (case, times) in random.shuffled(self.races.iter().zip(into)) {
            let (mut threads_ms, mut workers_ms) = (0.0, 0.0);
            for turn in 0..RACE_TURNS {
                for by_threads in random.shuffled([true, false]) {
                    let (workers, jobs, sum): (&[&str], usize, &mut f64) = if by_threads {
                        (&[PARALLEL], THREADS, &mut threads_ms)
                    } else {
                        (&WORKERS, 1, &mut workers_ms)
                    };
                    let fresh = turn == 0;
                    let (wall_ms, found) = self.page.together(workers, case, jobs, fresh).await?;
                    for found in &found {
                        case.check(found)
                            .with_context(|| format!("the workers {workers:?}"))?;
                    }
                    *sum += wall_ms;
                }
            }
            times.threads_ms.push(threads_ms / f64::from(RACE_TURNS));
            times.workers_ms.push(workers_ms / f64::from(RACE_TURNS));
        }
        self.page.close_all().await
    }
}

impl Samples {
    fn none_of(cases: &[Case], races: &[Case]) -> Self {
        let variants = cases.iter().map(|case| VariantTimes {
            work: case.work(),
            native_ms: Vec::new(),
            wasm_ms: Vec::new(),
            js_ms: Vec::new(),
        });
        let empty_jobs = CANDIDATES.iter().map(|&candidate| RoundTrips {
            candidate,
            rounds_ms: Vec::new(),
        });
        let races = races.iter().map(|case| RaceTimes {
            work: case.work(),
            threads_ms: Vec::new(),
            workers_ms: Vec::new(),
        });
        Self {
            variants: variants.collect(),
            empty_jobs: empty_jobs.collect(),
            races: races.collect(),
        }
    }

    /// Adds the samples of one more round.
    fn take_in(&mut self, round: Self) {
        for (all, new) in self.variants.iter_mut().zip(round.variants) {
            all.native_ms.extend(new.native_ms);
            all.wasm_ms.extend(new.wasm_ms);
            all.js_ms.extend(new.js_ms);
        }
        for (all, new) in self.empty_jobs.iter_mut().zip(round.empty_jobs) {
            all.rounds_ms.extend(new.rounds_ms);
        }
        for (all, new) in self.races.iter_mut().zip(round.races) {
            all.threads_ms.extend(new.threads_ms);
            all.workers_ms.extend(new.workers_ms);
        }
    }
}

/// Linux tells it in a file; elsewhere the report goes without.
pub(crate) fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next()?.parse().ok()
}
