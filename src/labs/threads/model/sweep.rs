//! The same work at many sizes and in many places: which points are measured, in which order, until
//! when, and what they show together.
//!
//! Points are measured in *rounds*: each round has every point once that is not known well enough yet, in
//! an order of its own, so that what changes meanwhile strikes all alike, and points of one round can be
//! compared whatever the machine did in between. Nothing here reads a clock: times are told.

use kernels::{Engine, ROUNDS_MAX, Schedule, Spec, Strategy, registry};
use sampling::{Median, Random, batch, median, quality};

use super::scaling::{
    Amdahl, BreakEven, FitError, Measured, Universal, amdahl, break_even, universal,
};
use crate::place::{Moving, Place, THREADS_MAX};

/// How many sizes a sweep has at most.
pub const SIZES_MAX: usize = 8;

/// A point is known well enough when no end of its interval is further from the median than this share.
pub const NARROW_WITHIN: f64 = 0.05;

/// After so many samples it is looked whether a point is known well enough; after the last look it is not
/// measured again. Few looks, because who looks after every sample and stops when the interval is narrow
/// stops where samples lie close together by chance: the interval would hold the true median in 93 % of
/// such cases and not in 95 %.
pub const LOOKS: [usize; 3] = [8, 15, 30];

/// How long a sweep measures, and goes on when it is taken up again, in milliseconds.
pub const BUDGET_MS: f64 = 60_000.0;

/// How often the work is done for one sample, at the most.
const BATCH_MAX: u32 = ROUNDS_MAX;

/// The first sample of a point warms it up and does not count, unless it takes longer than this, in
/// milliseconds: engines have optimised most of what is to be optimised by then.
const WARM_UP_MS: f64 = 200.0;

/// The least work of a sweep, as a share of the most: where starting a thread costs more than all
/// of the work, the small end of the curve shows what.
const SMALLEST_SHARE: f64 = 1e-4;

/// The most threads that a sweep tries, as a multiple of the machine's cores: beyond the cores it
/// shows what too many cost.
const THREADS_PER_CORE: u32 = 2;

/// What is varied beside the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The place.
    Places,
    /// The number of a pool's workers.
    Workers,
    /// The number of threads over one memory.
    Threads,
}

impl Axis {
    /// Every axis, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Places, Self::Workers, Self::Threads];

    /// The name in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Workers => "workers",
            Self::Threads => "threads",
        }
    }

    /// Whether going from one place to another ends what the one has started: there is one pool, and
    /// one set of threads over one memory.
    #[must_use]
    pub const fn restarts(self) -> bool {
        match self {
            Self::Places => false,
            Self::Workers | Self::Threads => true,
        }
    }
}

/// What a sweep is to measure, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is varied beside the size.
    pub axis: Axis,
    /// The work at the largest size.
    pub largest: Spec,
    /// What executes it.
    pub engine: Engine,
    /// How pictures travel.
    pub moving: Moving,
    /// The places that are compared, where they are what is varied.
    pub places: Vec<Place>,
    /// Logical cores of the machine.
    pub cores: u32,
    /// The step of the clock that times samples, in milliseconds.
    pub clock_step_ms: f64,
    /// What the orders of all rounds are drawn from.
    pub seed: u64,
}

/// A sweep: what it measures, and what was measured so far.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// What it was made of; `places` are those where the work runs, and the work is one round.
    pub plan: Plan,
    /// The sizes, ascending.
    pub sizes: Vec<u64>,
    /// For each place, for each size.
    cells: Vec<Vec<Cell>>,
    random: Random,
    /// Rounds that have begun.
    round: u32,
    /// What is still to be measured in this round, the next one last. Empty when all is measured.
    queue: Vec<Point>,
    /// How long all of it took so far.
    spent_ms: f64,
    /// When the time is up.
    budget_ms: f64,
}

/// A point of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Which of [`Plan::places`].
    pub place: usize,
    /// Which of [`Sweep::sizes`].
    pub size: usize,
}

/// A sample that is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Where it belongs.
    pub point: Point,
    /// The work. On the page's own thread, short work is done several rounds over within one run.
    pub spec: Spec,
    /// The place.
    pub place: Place,
    /// How often it is run. Beside the page's thread each run is handed over anew, for the price of that
    /// is what decides from which size on it pays: rounds within one run would share it.
    pub calls: u32,
}

impl Task {
    /// Whether it runs on the page's own thread.
    #[must_use]
    pub const fn is_here(&self) -> bool {
        matches!(self.place, Place::Main | Place::Sliced { .. })
    }
}

/// What the samples of a point say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The time of one run, in milliseconds.
    pub median: Median,
    /// How many runs make a sample.
    pub batch: u32,
    /// Whether it is known within [`NARROW_WITHIN`].
    pub narrow: bool,
    /// What there is to say against it.
    pub doubt: Option<Doubt>,
}

/// Why a point's figure says less than it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The clock is too coarse: samples are so short that most are zero, or all are the same.
    Saturated,
    /// Samples are shorter than [`batch::STEPS_PER_SAMPLE`] steps of the clock, and cannot be longer.
    Short,
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Samples that count.
    pub samples: usize,
    /// Points that are known within [`NARROW_WITHIN`].
    pub narrow: usize,
    /// Points that there are.
    pub points: usize,
    /// How much of its time is left, in milliseconds.
    pub left_ms: f64,
}

/// From which size on a place is quicker than the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pays {
    /// Which of [`Plan::places`].
    pub place: usize,
    /// From where on, by the medians.
    pub from: BreakEven,
    /// The sizes that rounds give each by itself, 0 for [`BreakEven::Always`] and infinity for
    /// [`BreakEven::Never`]; `None` before there is a whole round.
    pub rounds: Option<Median>,
    /// How many of these rounds say the same, where medians say always or never.
    pub alike: usize,
}

impl Pays {
    /// Whether medians say always or never, but the interval of the rounds holds something else, too.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let is_size = matches!(self.from, BreakEven::From(_));
        let interval = self.rounds.and_then(|rounds| rounds.interval());
        let own = size_of(self.from);
        interval.is_some_and(|(low, high)| !is_size && (low < own || high > own))
    }
}

/// The laws that scaling follows, as far as there are points for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Laws {
    /// Amdahl's, fitted to the medians.
    pub amdahl: Result<Amdahl, FitError>,
    /// The serial shares that rounds give each by itself.
    pub serial: Option<Median>,
    /// The universal law, fitted to the medians.
    pub universal: Result<Universal, FitError>,
    /// The contentions that rounds give.
    pub contention: Option<Median>,
    /// The coherences that rounds give.
    pub coherence: Option<Median>,
}

/// The samples of one point.
#[derive(Clone, Debug)]
struct Cell {
    /// How many runs make a sample.
    batch: u32,
    /// Whether a sample that warmed it up was taken.
    warm: bool,
    /// Samples that count: the round, and how long all runs took together, in milliseconds.
    samples: Vec<(u32, f64)>,
    /// Whether it is not to be measured again.
    done: bool,
}

impl Cell {
    const fn new() -> Self {
        Self {
            batch: 1,
            warm: false,
            samples: Vec::new(),
            done: false,
        }
    }

    /// Takes a sample in; says whether that was all for this round.
    fn take(&mut self, round: u32, elapsed_ms: f64, sample_ms: f64) -> bool {
        let grown = batch::grown(self.batch, elapsed_ms, sample_ms, BATCH_MAX);
        if grown > self.batch && self.samples.len() < LOOKS[0] {
            // Samples of one point all make the same number of runs.
            self.batch = grown;
            self.samples.clear();
            return false;
        }
        if !self.warm {
            self.warm = true;
            if elapsed_ms < WARM_UP_MS {
                return false;
            }
        }
        self.samples.push((round, elapsed_ms));
        if LOOKS.contains(&self.samples.len()) {
            self.done = self.is_narrow() || self.samples.len() >= LOOKS[LOOKS.len() - 1];
        }
        true
    }

    /// Milliseconds a run, by round.
    fn times_ms(&self) -> impl Iterator<Item = (u32, f64)> {
        let runs = f64::from(self.batch);
        self.samples
            .iter()
            .map(move |(round, ms)| (*round, ms / runs))
    }

    fn median(&self) -> Option<Median> {
        Median::of(&self.times_ms().map(|(_, ms)| ms).collect::<Vec<_>>())
    }

    /// Whether its interval is narrow just now. It is to be asked at a look.
    fn is_narrow(&self) -> bool {
        let uncertainty = self.median().and_then(|median| median.uncertainty());
        uncertainty.is_some_and(|uncertainty| uncertainty <= NARROW_WITHIN)
    }

    /// Whether it was found to be known well enough. On a clock that is too coarse an interval is narrow
    /// because readings fall on the same step.
    fn is_known(&self, clock_step_ms: f64) -> bool {
        self.done && self.is_narrow() && self.doubt(clock_step_ms).is_none()
    }

    fn doubt(&self, clock_step_ms: f64) -> Option<Doubt> {
        let elapsed: Vec<f64> = self.samples.iter().map(|(_, ms)| *ms).collect();
        let long_enough = batch::STEPS_PER_SAMPLE * clock_step_ms;
        // Long samples may well be the same to a hundredth.
        if batch::is_long_enough(median::median(&elapsed)?, long_enough) {
            None
        } else if quality::is_saturated(&elapsed) {
            Some(Doubt::Saturated)
        } else {
            Some(Doubt::Short)
        }
    }
}

impl Sweep {
    /// A sweep up to the size of the plan's work, one round a run. Places where the variant does not run
    /// are left out.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        let largest = Spec {
            rounds: 1,
            picture: None,
            ..plan.largest
        };
        let engine = plan.engine;
        let offered = |strategy| {
            largest
                .entry()
                .is_some_and(|entry| entry.refusal(engine, strategy).is_none())
        };
        let counts = thread_counts(plan.cores);
        let places: Vec<Place> = match plan.axis {
            Axis::Places => plan.places,
            Axis::Workers => counts
                .iter()
                .map(|&workers| Place::Pool {
                    workers,
                    // As many jobs as workers: no worker waits while another has two.
                    jobs: workers,
                })
                .collect(),
            Axis::Threads => counts
                .iter()
                .map(|&threads| Place::Parallel {
                    threads,
                    schedule: Schedule::Stealing,
                })
                .collect(),
        };
        let places: Vec<Place> = places
            .into_iter()
            .filter(|place| offered(place.strategy()))
            .collect();
        let sizes = sizes(&largest, engine);
        let mut sweep = Self {
            cells: vec![vec![Cell::new(); sizes.len()]; places.len()],
            random: Random::of(plan.seed),
            round: 0,
            queue: Vec::new(),
            spent_ms: 0.0,
            budget_ms: BUDGET_MS,
            sizes,
            plan: Plan {
                largest,
                places,
                ..plan
            },
        };
        sweep.begin_round();
        sweep
    }

    /// Draws an order of all points that are to be measured again.
    fn begin_round(&mut self) {
        self.round += 1;
        let sizes = 0..self.sizes.len();
        let of_place = |place| sizes.clone().map(move |size| Point { place, size });
        let places = 0..self.plan.places.len();
        let mut order: Vec<Point> = if self.plan.axis.restarts() {
            // Threads that are started for every sample would be most of what is measured.
            let places = self.random.shuffled(places);
            places
                .into_iter()
                .flat_map(|place| self.random.shuffled(of_place(place)))
                .collect()
        } else {
            self.random.shuffled(places.flat_map(of_place))
        };
        order.retain(|point| !self.cell(*point).done);
        self.queue = order;
    }

    /// The sample to take next, or `None` when all is measured or the time is up.
    #[must_use]
    pub fn next(&self) -> Option<Task> {
        if self.is_time_up() {
            return None;
        }
        self.queue.last().map(|point| self.task(*point))
    }

    fn task(&self, point: Point) -> Task {
        let batch = self.cell(point).batch;
        let place = self.plan.places[point.place];
        let is_here = matches!(place, Place::Main | Place::Sliced { .. });
        let spec = Spec {
            size: self.sizes[point.size],
            rounds: if is_here { batch } else { 1 },
            ..self.plan.largest
        };
        Task {
            point,
            spec,
            place: match place {
                Place::Pool { workers, jobs } => Place::Pool {
                    workers,
                    jobs: u32::try_from(spec.jobs_max()).map_or(jobs, |most| jobs.min(most)),
                },
                other => other,
            },
            calls: if is_here { 1 } else { batch },
        }
    }

    /// Takes in the sample that [`Sweep::next`] asked for: how long its runs took, and how long all that
    /// was done for it, warming up included, in milliseconds.
    pub fn record(&mut self, elapsed_ms: f64, took_ms: f64) {
        self.spent_ms += took_ms;
        let Some(&Point { place, size }) = self.queue.last() else {
            return;
        };
        let sample_ms = batch::sample_ms(self.plan.clock_step_ms);
        if self.cells[place][size].take(self.round, elapsed_ms, sample_ms) {
            self.queue.pop();
            if self.queue.is_empty() {
                self.begin_round();
            }
        }
    }

    /// Gives a sweep whose time is up as much again.
    pub fn go_on(&mut self) {
        if self.is_time_up() {
            self.budget_ms = self.spent_ms + BUDGET_MS;
        }
    }

    /// Whether no point is to be measured again.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.queue.is_empty()
    }

    /// Whether it has taken as long as it may.
    #[must_use]
    pub fn is_time_up(&self) -> bool {
        self.spent_ms >= self.budget_ms
    }

    /// What the samples of a point say; `None` before there is one.
    #[must_use]
    pub fn reading(&self, point: Point) -> Option<Reading> {
        let cell = self.cell(point);
        Some(Reading {
            median: cell.median()?,
            batch: cell.batch,
            narrow: cell.is_known(self.plan.clock_step_ms),
            doubt: cell.doubt(self.plan.clock_step_ms),
        })
    }

    /// The median of a point that can be compared with others.
    fn median(&self, point: Point) -> Option<Median> {
        let reading = self.reading(point)?;
        (reading.doubt != Some(Doubt::Saturated)).then_some(reading.median)
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let cells = || self.cells.iter().flatten();
        Progress {
            samples: cells().map(|cell| cell.samples.len()).sum(),
            narrow: cells()
                .filter(|cell| cell.is_known(self.plan.clock_step_ms))
                .count(),
            points: cells().count(),
            left_ms: (self.budget_ms - self.spent_ms).max(0.0),
        }
    }

    /// The fewest and the most samples of any point that has one.
    #[must_use]
    pub fn counts(&self) -> Option<(usize, usize)> {
        let counts = self.cells.iter().flatten().map(|cell| cell.samples.len());
        counts
            .filter(|count| *count > 0)
            .fold(None, |range, count| {
                let (least, most) = range.unwrap_or((count, count));
                Some((least.min(count), most.max(count)))
            })
    }

    /// How many times as long one point takes as another: the ratios of the rounds that had both.
    #[must_use]
    pub fn ratio(&self, above: Point, below: Point) -> Option<Median> {
        let (above, below): (Vec<f64>, Vec<f64>) = self
            .cell(above)
            .times_ms()
            .filter_map(|(round, ms)| Some((ms, self.time_in(below, round)?)))
            .unzip();
        Median::of_ratios(&above, &below)
    }

    /// The place that is quickest at a size, if it is: where intervals leave open which one is, none is.
    #[must_use]
    pub fn quickest(&self, size: usize) -> Option<usize> {
        let points = (0..self.plan.places.len()).map(|place| Point { place, size });
        let medians: Option<Vec<f64>> = points
            .clone()
            .map(|point| Some(self.median(point)?.median))
            .collect();
        let medians = medians.filter(|medians| medians.len() > 1)?;
        let best = (0..medians.len()).min_by(|a, b| medians[*a].total_cmp(&medians[*b]))?;
        let best_point = Point { place: best, size };
        points
            .filter(|other| other.place != best)
            .all(|other| {
                let ratio = self.ratio(other, best_point);
                let interval = ratio.and_then(|ratio| ratio.interval());
                interval.is_some_and(|(low, _)| low > 1.0)
            })
            .then_some(best)
    }

    /// From which size on each other place is quicker than the first one.
    #[must_use]
    pub fn pays(&self) -> Vec<Pays> {
        let curve = |place: usize| -> Vec<(f64, f64)> {
            (0..self.sizes.len())
                .filter_map(|size| {
                    let median = self.median(Point { place, size })?;
                    Some((self.sizes[size] as f64, median.median))
                })
                .collect()
        };
        let first = curve(0);
        (1..self.plan.places.len())
            .filter_map(|place| {
                let from = break_even(&first, &curve(place))?;
                let ends: Vec<f64> = self
                    .whole_rounds(&[0, place])
                    .into_iter()
                    .filter_map(|round| self.break_even_in(round, place))
                    .map(size_of)
                    .collect();
                Some(Pays {
                    place,
                    from,
                    rounds: Median::of(&ends),
                    alike: ends
                        .iter()
                        .filter(|end| end.total_cmp(&size_of(from)).is_eq())
                        .count(),
                })
            })
            .collect()
    }

    /// From which size on a place is quicker than the first one, by one round alone.
    fn break_even_in(&self, round: u32, place: usize) -> Option<BreakEven> {
        let curve = |place: usize| -> Vec<(f64, f64)> {
            (0..self.sizes.len())
                .filter_map(|size| {
                    let time_ms = self.time_in(Point { place, size }, round)?;
                    Some((self.sizes[size] as f64, time_ms))
                })
                .collect()
        };
        break_even(&curve(0), &curve(place))
    }

    /// Rounds that measured these places at every size.
    fn whole_rounds(&self, places: &[usize]) -> Vec<u32> {
        let sizes = 0..self.sizes.len();
        (1..=self.round)
            .filter(|round| {
                places.iter().all(|&place| {
                    sizes
                        .clone()
                        .all(|size| self.time_in(Point { place, size }, *round).is_some())
                })
            })
            .collect()
    }

    /// The largest size that is measured with one thread, where threads are what is varied.
    fn scaling_size(&self) -> Option<usize> {
        if self.plan.axis == Axis::Places {
            return None;
        }
        (0..self.sizes.len())
            .rev()
            .find(|&size| self.median(Point { place: 0, size }).is_some())
    }

    /// Medians at the largest size that is measured with one thread, by the number of threads.
    #[must_use]
    pub fn scaling(&self) -> Option<(u64, Vec<Measured>)> {
        let size = self.scaling_size()?;
        let points = self.threads().filter_map(|(place, threads)| {
            let time_ms = self.median(Point { place, size })?.median;
            Some(Measured { threads, time_ms })
        });
        Some((self.sizes[size], points.collect()))
    }

    /// How many times as fast as one thread each number of them is, at the same size.
    #[must_use]
    pub fn speed_ups(&self) -> Vec<(u32, Median)> {
        let Some(size) = self.scaling_size() else {
            return Vec::new();
        };
        let one = Point { place: 0, size };
        self.threads()
            .filter_map(|(place, threads)| {
                let ratio = self.ratio(one, Point { place, size })?;
                Some((threads, ratio))
            })
            .collect()
    }

    /// The laws that the scaling follows.
    #[must_use]
    pub fn laws(&self) -> Option<Laws> {
        let size = self.scaling_size()?;
        let (_, points) = self.scaling()?;
        // Rounds that had all the numbers of threads.
        let rounds: Vec<Vec<Measured>> = (1..=self.round)
            .filter_map(|round| {
                let of_round = self.threads().map(|(place, threads)| {
                    let time_ms = self.time_in(Point { place, size }, round)?;
                    Some(Measured { threads, time_ms })
                });
                of_round.collect()
            })
            .collect();
        let amdahls: Vec<Amdahl> = rounds.iter().filter_map(|of| amdahl(of).ok()).collect();
        let universals: Vec<Universal> =
            rounds.iter().filter_map(|of| universal(of).ok()).collect();
        let serial: Vec<f64> = amdahls.iter().map(|law| law.serial).collect();
        let contention: Vec<f64> = universals.iter().map(|law| law.contention).collect();
        let coherence: Vec<f64> = universals.iter().map(|law| law.coherence).collect();
        Some(Laws {
            amdahl: amdahl(&points),
            serial: Median::of(&serial),
            universal: universal(&points),
            contention: Median::of(&contention),
            coherence: Median::of(&coherence),
        })
    }

    /// The number of threads of each place.
    fn threads(&self) -> impl Iterator<Item = (usize, u32)> {
        let places = self.plan.places.iter().enumerate();
        places.filter_map(|(index, place)| match place {
            Place::Pool { workers, .. } => Some((index, *workers)),
            Place::Parallel { threads, .. } => Some((index, *threads)),
            Place::Main | Place::Sliced { .. } | Place::Worker => None,
        })
    }

    fn cell(&self, point: Point) -> &Cell {
        &self.cells[point.place][point.size]
    }

    /// What a point took in one round, in milliseconds a run.
    fn time_in(&self, point: Point, round: u32) -> Option<f64> {
        let mut times = self.cell(point).times_ms();
        times.find(|(of, _)| *of == round).map(|(_, ms)| ms)
    }
}

/// A break-even as a size: none at all, or more than there is.
const fn size_of(from: BreakEven) -> f64 {
    match from {
        BreakEven::Always => 0.0,
        BreakEven::From(size) => size,
        BreakEven::Never => f64::INFINITY,
    }
}

/// One, two, and so on up to twice the cores, thinned out where there are many.
fn thread_counts(cores: u32) -> Vec<u32> {
    let most = (cores * THREADS_PER_CORE).clamp(4, THREADS_MAX);
    (1..=most)
        .filter(|&count| count <= 4 || (count <= 16 && count % 2 == 0) || count % 8 == 0)
        .collect()
}

/// Sizes whose work grows by the same factor from each to the next, the largest last.
fn sizes(largest: &Spec, engine: Engine) -> Vec<u64> {
    let Some(entry) = largest.entry() else {
        return Vec::new();
    };
    let smallest = entry
        .sizes(engine)
        .map_or(1, |sizes| *sizes.start())
        .max(1)
        .min(largest.size);
    let most = (entry.cost)(largest.size);
    let mut sizes: Vec<u64> = (0..SIZES_MAX)
        .map(|step| {
            let share = step as f64 / (SIZES_MAX - 1) as f64;
            let wanted = most * SMALLEST_SHARE.powf(1.0 - share);
            least_size(entry, wanted, smallest, largest.size)
        })
        .map(|size| {
            if size == largest.size {
                size
            } else {
                rounded(size)
            }
        })
        .collect();
    sizes.dedup();
    sizes
}

/// The least size whose cost is at least that, by halving the range: cost grows with size.
fn least_size(entry: &registry::VariantEntry, wanted: f64, mut low: u64, mut high: u64) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if (entry.cost)(middle) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Two significant digits, which read better on an axis.
fn rounded(size: u64) -> u64 {
    let unit = 10_u64.pow(size.max(1).ilog10().saturating_sub(1));
    size / unit * unit
}

/// Whether a sweep along this axis makes sense for a variant on an engine.
#[must_use]
pub fn offered(axis: Axis, largest: &Spec, engine: Engine) -> bool {
    let strategy = match axis {
        Axis::Places => return true,
        Axis::Workers => Strategy::Pool,
        Axis::Threads => Strategy::Parallel,
    };
    largest.entry().is_some_and(|entry| {
        entry.refusal(engine, strategy).is_none()
                // One round cannot be shared out where only rounds can.
                && matches!(entry.cut, registry::Cut::Parts(_))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernels::{Kernel, Variant};

    use super::*;

    fn spec(kernel: Kernel, variant: Variant) -> Spec {
        let size = registry::kernel(kernel).size_default;
        Spec::new(kernel, variant, Engine::Wasm, size, 3).expect("valid")
    }

    fn plan(axis: Axis) -> Plan {
        Plan {
            axis,
            largest: spec(Kernel::Primes, Variant::Segmented),
            engine: Engine::Wasm,
            moving: Moving::Transfer,
            places: vec![Place::Main, Place::Worker],
            cores: 4,
            clock_step_ms: 0.1,
            seed: 1,
        }
    }

    fn sweep(axis: Axis) -> Sweep {
        Sweep::new(plan(axis))
    }

    /// Takes samples until nothing is to be done. `time_ms` says how long one run of a task takes; what
    /// the clock shows of a sample is a multiple of its step.
    fn drive(sweep: &mut Sweep, mut time_ms: impl FnMut(&Task) -> f64) -> Vec<Task> {
        let step_ms = sweep.plan.clock_step_ms;
        let mut tasks = Vec::new();
        while let Some(task) = sweep.next() {
            let runs = f64::from(task.calls) * f64::from(task.spec.rounds);
            let elapsed_ms = (runs * time_ms(&task) / step_ms).floor() * step_ms;
            sweep.record(elapsed_ms, elapsed_ms);
            tasks.push(task);
            assert!(tasks.len() < 10_000, "it has no end");
        }
        tasks
    }

    /// One unit of a size takes so long on the main thread; a worker takes half of that and 2 ms more.
    fn half_and_two(task: &Task) -> f64 {
        let alone = task.spec.size as f64 / 1e5;
        match task.place {
            Place::Main => alone,
            _ => 2.0 + alone / 2.0,
        }
    }

    #[test]
    fn sizes_ascend_to_the_largest_whatever_a_size_means() {
        for &kernel in Kernel::ALL {
            for entry in registry::kernel(kernel).variants {
                let largest = spec(kernel, entry.variant);
                let sizes = sizes(&largest, Engine::Wasm);
                assert_eq!(sizes.last(), Some(&largest.size));
                assert!(
                    sizes.is_sorted() && sizes.len() >= 3,
                    "{kernel:?}: {sizes:?}"
                );
                assert!(sizes[0] >= 1);
            }
        }
        let segmented = spec(Kernel::Primes, Variant::Segmented);
        assert_eq!(sizes(&segmented, Engine::Wasm).len(), SIZES_MAX);
    }

    #[test]
    fn what_hardly_varies_is_measured_until_the_first_look_and_no_longer() {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(1);
        drive(&mut sweep, |task| {
            half_and_two(task) * (1.0 + 0.005 * random.unit())
        });
        assert!(sweep.is_complete() && !sweep.is_time_up());
        let points = 2 * SIZES_MAX;
        let progress = sweep.progress();
        assert_eq!((progress.narrow, progress.points), (points, points));
        assert_eq!(progress.samples, points * LOOKS[0]);
        assert_eq!(sweep.counts(), Some((LOOKS[0], LOOKS[0])));
    }

    #[test]
    fn what_varies_is_measured_on_while_the_rest_is_left_in_peace() {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(2);
        drive(&mut sweep, |task| {
            let noise = if task.point.place == 1 { 1.0 } else { 0.001 };
            half_and_two(task) * (1.0 + noise * random.unit())
        });
        for size in 0..SIZES_MAX {
            let of = |place| sweep.reading(Point { place, size }).expect("measured");
            let (quiet, noisy) = (of(0), of(1));
            assert!(quiet.narrow && quiet.median.count == LOOKS[0], "{quiet:?}");
            assert!(!noisy.narrow && noisy.median.count == LOOKS[2], "{noisy:?}");
        }
    }

    #[test]
    fn each_round_has_every_point_once_in_an_order_that_the_seed_brings_about_again() {
        let order = |seed| {
            let mut sweep = Sweep::new(Plan {
                seed,
                clock_step_ms: 0.001,
                ..plan(Axis::Places)
            });
            // Long enough for no batch to grow and nothing to be warmed up.
            let tasks = drive(&mut sweep, |_| 250.0);
            tasks.iter().map(|task| task.point).collect::<Vec<_>>()
        };
        let points = 2 * SIZES_MAX;
        let all = order(1);
        for round in all.chunks(points) {
            let different: BTreeSet<_> = round.iter().map(|at| (at.place, at.size)).collect();
            assert_eq!(different.len(), points);
        }
        assert_ne!(all[..points], all[points..2 * points]);
        assert_eq!(order(1), all);
        assert_ne!(order(2), all);
    }

    #[test]
    fn what_has_to_be_started_is_started_once_a_round() {
        let mut sweep = sweep(Axis::Threads);
        let places: Vec<usize> = drive(&mut sweep, |_| 250.0)
            .iter()
            .map(|task| task.point.place)
            .collect();
        for round in places.chunks(sweep.plan.places.len() * SIZES_MAX) {
            let changes = round.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert_eq!(changes, sweep.plan.places.len() - 1);
        }
    }

    #[test]
    fn short_work_is_repeated_until_the_step_of_the_clock_does_not_matter() {
        let mut sweep = sweep(Axis::Places);
        let tasks = drive(&mut sweep, half_and_two);
        let least = sweep.sizes[0];
        let of_least: Vec<&Task> = tasks
            .iter()
            .filter(|task| task.spec.size == least)
            .collect();
        // On the page's thread by rounds; beside it each run is handed over, for that is in its price.
        for task in &of_least {
            match task.place {
                Place::Main => assert_eq!(task.calls, 1),
                _ => assert_eq!(task.spec.rounds, 1),
            }
        }
        let batch = |place| sweep.reading(Point { place, size: 0 }).map(|of| of.batch);
        assert!(batch(0) > Some(100), "{:?}", batch(0));
        assert!((Some(4)..=Some(10)).contains(&batch(1)), "{:?}", batch(1));
        let time = sweep
            .reading(Point { place: 0, size: 0 })
            .expect("measured");
        let expected = least as f64 / 1e5;
        assert!(
            (time.median.median / expected - 1.0).abs() < 0.02,
            "{time:?}"
        );
        assert_eq!(time.doubt, None);
    }

    #[test]
    fn a_clock_that_is_too_coarse_is_told_of() {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(3);
        drive(&mut sweep, |task| match task.place {
            // A thousand runs: nothing to be seen; and a few steps.
            Place::Main => 1e-5,
            _ => 2e-4 + 6e-4 * random.unit(),
        });
        for size in 0..SIZES_MAX {
            let of = |place| sweep.reading(Point { place, size }).expect("measured");
            assert_eq!(of(0).doubt, Some(Doubt::Saturated), "{:?}", of(0));
            assert_eq!(of(1).doubt, Some(Doubt::Short), "{:?}", of(1));
            assert!(!of(0).narrow && !of(1).narrow);
            // Zero is no time to compare with.
            assert_eq!(sweep.quickest(size), None);
        }
        assert_eq!(sweep.pays(), []);
    }

    #[test]
    fn a_point_that_is_cold_at_first_is_measured_by_warm_samples_of_one_length() {
        let mut sweep = sweep(Axis::Places);
        let mut runs = [0; 2 * SIZES_MAX];
        drive(&mut sweep, |task| {
            let count = &mut runs[task.point.place * SIZES_MAX + task.point.size];
            *count += 1;
            // Ten times as slow while code is not optimised.
            if *count <= 2 { 15.0 } else { 1.5 }
        });
        for place in 0..2 {
            for size in 0..SIZES_MAX {
                let of = sweep.reading(Point { place, size }).expect("measured");
                assert!((of.median.high - 1.5).abs() < 0.05, "{of:?}");
                assert_eq!((of.median.count, of.doubt), (LOOKS[0], None));
            }
        }
    }

    #[test]
    fn when_the_time_is_up_all_is_kept_and_it_can_be_taken_up_again() {
        let mut sweep = sweep(Axis::Places);
        drive(&mut sweep, |_| 1_000.0);
        assert!(sweep.is_time_up() && !sweep.is_complete());
        let before = sweep.progress();
        assert_eq!((before.samples, before.left_ms), (60, 0.0));
        sweep.go_on();
        // Whoever stops here finds the same state when going on.
        sweep = sweep.clone();
        drive(&mut sweep, |_| 1_000.0);
        assert_eq!(sweep.progress().samples, 120);
        sweep.go_on();
        drive(&mut sweep, |_| 1_000.0);
        assert!(sweep.is_complete());
        assert_eq!(sweep.progress().narrow, 2 * SIZES_MAX);
        assert_eq!(sweep.next(), None);
    }

    #[test]
    fn intervals_hold_the_truth_though_it_is_looked_at_three_times() {
        let mut random = Random::of(4);
        for spread in [0.02, 0.04, 0.07, 0.1, 0.2] {
            let (mut held, cells) = (0_u32, 4_000);
            for _ in 0..cells {
                let mut cell = Cell::new();
                while !cell.done {
                    cell.take(1, 1_000.0 * (spread * random.normal()).exp(), 2.0);
                }
                let median = cell.median().expect("samples");
                held += u32::from(median.low <= 1_000.0 && 1_000.0 <= median.high);
            }
            let share = f64::from(held) / f64::from(cells);
            // 0.95, less three standard deviations of such a share.
            assert!(share >= 0.94, "{spread}: {share}");
        }
    }

    #[test]
    fn a_break_even_is_known_by_the_medians_and_by_each_round() {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(5);
        drive(&mut sweep, |task| {
            half_and_two(task) * (1.0 + 0.02 * random.unit())
        });
        let [pays] = sweep.pays()[..] else {
            panic!("one other place");
        };
        let BreakEven::From(size) = pays.from else {
            panic!("{pays:?}");
        };
        // 4 ms on the main thread, 2 ms and half of 4 on the worker.
        assert!((3e5..5e5).contains(&size), "{size}");
        let rounds = pays.rounds.expect("whole rounds");
        let (low, high) = rounds.interval().expect("enough rounds");
        assert!(low < size && size < high && high / low < 2.0, "{rounds:?}");
        assert_eq!((rounds.count, pays.alike), (LOOKS[0], 0));

        let mut sweep = Sweep::new(plan(Axis::Places));
        drive(&mut sweep, |task| match task.place {
            Place::Main => 20.0,
            _ => 10.0,
        });
        let [pays] = sweep.pays()[..] else {
            panic!("one other place");
        };
        assert_eq!((pays.from, pays.alike), (BreakEven::Always, LOOKS[0]));
        assert!(!pays.is_open());
    }

    #[test]
    fn what_rounds_contradict_each_other_about_is_open() {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(8);
        drive(&mut sweep, |task| {
            let time_ms = if task.point.place == 0 { 20.0 } else { 19.9 };
            time_ms * (1.0 + 0.05 * random.unit())
        });
        let [pays] = sweep.pays()[..] else {
            panic!("one other place");
        };
        assert!(pays.alike < LOOKS[0], "{pays:?}");
        assert!(
            pays.is_open() || matches!(pays.from, BreakEven::From(_)),
            "{pays:?}"
        );
        let sure = Pays {
            from: BreakEven::Never,
            rounds: Median::of(&[f64::INFINITY; 8]),
            ..pays
        };
        assert!(!sure.is_open());
        let mixed = [400.0, 500.0, f64::INFINITY, f64::INFINITY];
        let mixed = Median::of(&[mixed, mixed].concat());
        assert!(
            Pays {
                rounds: mixed,
                ..sure
            }
            .is_open()
        );
    }

    #[test]
    fn the_quickest_place_is_named_where_the_rounds_bear_it_out() {
        let quickest = |worker_ms: f64| {
            let mut sweep = sweep(Axis::Places);
            let mut random = Random::of(6);
            drive(&mut sweep, |task| {
                let time_ms = if task.point.place == 0 {
                    20.0
                } else {
                    worker_ms
                };
                time_ms * (1.0 + 0.04 * random.unit())
            });
            (0..SIZES_MAX)
                .filter_map(|size| sweep.quickest(size))
                .collect::<Vec<_>>()
        };
        assert_eq!(quickest(15.0), [1; SIZES_MAX]);
        // Equal things: eight ratios on one side by chance alone are one case in 128.
        assert_eq!(quickest(20.0), Vec::<usize>::new());
    }

    #[test]
    fn threads_are_tried_beyond_the_cores_and_give_laws_with_the_range_of_the_rounds() {
        let mut sweep = sweep(Axis::Threads);
        assert_eq!(sweep.plan.places.len(), 6);
        let mut random = Random::of(7);
        drive(&mut sweep, |task| {
            let Place::Parallel { threads, .. } = task.place else {
                panic!("threads only");
            };
            100.0 * (0.1 + 0.9 / f64::from(threads)) * (1.0 + 0.01 * random.unit())
        });
        let (size, _) = sweep.scaling().expect("measured");
        assert_eq!(Some(&size), sweep.sizes.last());
        let laws = sweep.laws().expect("measured");
        let serial = laws.serial.expect("whole rounds");
        assert!((laws.amdahl.expect("enough").serial - 0.1).abs() < 0.01);
        assert!(serial.low < 0.1 && 0.1 < serial.high && serial.count == LOOKS[0]);
        assert!(laws.universal.is_ok() && laws.contention.is_some());
        let speed_ups = sweep.speed_ups();
        assert_eq!(speed_ups.len(), 6);
        assert_eq!(speed_ups[0].1.interval(), Some((1.0, 1.0)));
        let (threads, four) = speed_ups[3];
        assert!(threads == 4 && (four.median - 1.0 / 0.325).abs() < 0.05);
        assert_eq!(thread_counts(1), [1, 2, 3, 4]);
        assert_eq!(thread_counts(64).last(), Some(&THREADS_MAX));
    }

    #[test]
    fn a_pool_gets_no_more_jobs_than_a_small_size_has_pieces() {
        let sweep = sweep(Axis::Workers);
        let task = sweep.task(Point {
            place: sweep.plan.places.len() - 1,
            size: 0,
        });
        assert_eq!(task.spec.parts(), 1);
        assert_eq!(
            task.place,
            Place::Pool {
                workers: 8,
                jobs: 1
            }
        );
    }

    #[test]
    fn nothing_to_measure_is_complete() {
        let nowhere = Sweep::new(Plan {
            places: Vec::new(),
            ..plan(Axis::Places)
        });
        assert!(nowhere.is_complete() && nowhere.next().is_none());
        assert_eq!((nowhere.counts(), nowhere.laws()), (None, None));
    }

    #[test]
    fn what_cannot_be_cut_is_not_swept_by_threads() {
        let sieve = spec(Kernel::Primes, Variant::Plain);
        assert!(offered(Axis::Places, &sieve, Engine::Wasm));
        assert!(!offered(Axis::Workers, &sieve, Engine::Wasm));
        assert!(!offered(Axis::Threads, &sieve, Engine::Wasm));
        let segmented = spec(Kernel::Primes, Variant::Segmented);
        assert!(offered(Axis::Workers, &segmented, Engine::Js));
        assert!(!offered(Axis::Threads, &segmented, Engine::Js));
    }
}
