//! The same work at many sizes and in many places: which points are measured, in which order, until
//! when, and what they show together.
//!
//! Points are measured in *rounds*: each round has every point once that is not known well enough yet, in
//! an order of its own, so that what changes meanwhile strikes all alike, and points of one round can be
//! compared whatever the machine did in between. Nothing here reads a clock: times are told.

mod cell;
mod findings;
mod plan;

use std::ops::RangeInclusive;

use kernels::{Schedule, Spec};
use sampling::{Median, Random, batch};

use crate::place::Place;
use cell::Cell;
pub(crate) use findings::Pays;
pub(crate) use plan::{Axis, Plan, offered};
use plan::{sizes, thread_counts};

/// How many sizes a sweep has at most.
pub(crate) const SIZES_MAX: usize = 8;

/// A point is known well enough when no end of its interval is further from the median than this share.
pub(crate) const NARROW_WITHIN: f64 = 0.05;

/// After so many samples it is looked whether a point is known well enough; after the last look it is not
/// measured again. Few looks, because who looks after every sample and stops when the interval is narrow
/// stops where samples lie close together by chance: the interval would hold the true median in 93 % of
/// such cases and not in 95 %.
pub(crate) const LOOKS: [usize; 3] = [8, 15, 30];

/// How long a sweep may measure, and may go on when it is taken up again, in seconds.
pub(crate) const BUDGET_S: RangeInclusive<u64> = 1..=600;

/// The budget that a first visit offers, in seconds.
pub(crate) const BUDGET_S_DEFAULT: u64 = 60;

/// A sweep: what it measures, and what was measured so far.
#[derive(Clone, Debug)]
pub(crate) struct Sweep {
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
pub(crate) struct Point {
    /// Which of [`Plan::places`].
    pub place: usize,
    /// Which of [`Sweep::sizes`].
    pub size: usize,
}

/// A sample that is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Task {
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
    pub(crate) const fn is_here(&self) -> bool {
        matches!(self.place, Place::Main | Place::Sliced { .. })
    }
}

/// What the samples of a point say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The time of one run, in milliseconds.
    pub median: Median,
    /// How many runs make a sample.
    pub batch: u32,
    /// Whether it is known within [`NARROW_WITHIN`].
    pub narrow: bool,
    /// What there is to say against it.
    pub doubt: Option<Doubt>,
    /// The step of the clock, shared out to the runs of a sample, in milliseconds.
    pub step_ms: f64,
}

/// Why a point's figure says less than it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The clock is too coarse: samples are so short that most are zero, or all are the same.
    Saturated,
    /// Samples are shorter than [`batch::STEPS_PER_SAMPLE`] steps of the clock, and cannot be longer.
    Short,
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Progress {
    /// Samples that count.
    pub samples: usize,
    /// Points that are known within [`NARROW_WITHIN`].
    pub narrow: usize,
    /// Points that there are.
    pub points: usize,
    /// How much of its time is left, in milliseconds.
    pub left_ms: f64,
}

impl Sweep {
    /// A sweep up to the size of the plan's work, one round a run. Places where the variant does not run
    /// are left out.
    #[must_use]
    pub(crate) fn new(plan: Plan) -> Self {
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
            budget_ms: plan.budget_ms,
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
    pub(crate) fn next(&self) -> Option<Task> {
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
    pub(crate) fn record(&mut self, elapsed_ms: f64, took_ms: f64) {
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
    pub(crate) fn go_on(&mut self) {
        if self.is_time_up() {
            self.budget_ms = self.spent_ms + self.plan.budget_ms;
        }
    }

    /// Whether no point is to be measured again.
    #[must_use]
    pub(crate) fn is_complete(&self) -> bool {
        self.queue.is_empty()
    }

    /// Whether it has taken as long as it may.
    #[must_use]
    pub(crate) fn is_time_up(&self) -> bool {
        self.spent_ms >= self.budget_ms
    }

    /// What the samples of a point say; `None` before there is one.
    #[must_use]
    pub(crate) fn reading(&self, point: Point) -> Option<Reading> {
        let cell = self.cell(point);
        Some(Reading {
            median: cell.median()?,
            batch: cell.batch,
            narrow: cell.is_known(self.plan.clock_step_ms),
            doubt: cell.doubt(self.plan.clock_step_ms),
            step_ms: self.plan.clock_step_ms / f64::from(cell.batch),
        })
    }

    /// The median of a point that can be compared with others.
    fn median(&self, point: Point) -> Option<Median> {
        let reading = self.reading(point)?;
        (reading.doubt != Some(Doubt::Saturated)).then_some(reading.median)
    }

    /// How far it is.
    #[must_use]
    pub(crate) fn progress(&self) -> Progress {
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
    pub(crate) fn counts(&self) -> Option<(usize, usize)> {
        let counts = self.cells.iter().flatten().map(|cell| cell.samples.len());
        counts
            .filter(|count| *count > 0)
            .fold(None, |range, count| {
                let (least, most) = range.unwrap_or((count, count));
                Some((least.min(count), most.max(count)))
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

#[cfg(test)]
mod tests;
