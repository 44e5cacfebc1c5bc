//! The same work at many sizes and in many places: which points are measured, in which order, and
//! what they show together.

use kernels::{Engine, Schedule, Spec, Strategy, registry};

use super::scaling::{
    Amdahl, BreakEven, FitError, Measured, Universal, amdahl, break_even, universal,
};
use super::summary::{Median, median};
use crate::place::{Moving, Place, THREADS_MAX};

/// How many sizes a sweep has at most.
pub const SIZES_MAX: usize = 8;

/// How often each point is measured.
pub const REPEATS: usize = 3;

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
}

/// A sweep: what it measures, and what was measured so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What is varied beside the size.
    pub axis: Axis,
    /// The work at the largest size.
    pub largest: Spec,
    /// What executes it.
    pub engine: Engine,
    /// How pictures travel.
    pub moving: Moving,
    /// The sizes, ascending.
    pub sizes: Vec<u64>,
    /// The places.
    pub places: Vec<Place>,
    /// Times in milliseconds: for each place, for each size, those measured so far.
    times_ms: Vec<Vec<Vec<f64>>>,
}

/// A point of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Which of [`Sweep::places`].
    pub place: usize,
    /// Which of [`Sweep::sizes`].
    pub size: usize,
}

/// From which size on a place is quicker than the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pays {
    /// Which of [`Sweep::places`].
    pub place: usize,
    /// From where on.
    pub from: BreakEven,
}

impl Sweep {
    /// A sweep up to the size of `largest`, one round a run. Places where the variant does not run
    /// are left out.
    #[must_use]
    pub fn new(
        axis: Axis,
        largest: Spec,
        engine: Engine,
        moving: Moving,
        cores: u32,
        places: &[Place],
    ) -> Self {
        let largest = Spec {
            rounds: 1,
            picture: None,
            ..largest
        };
        let offered = |strategy| {
            largest
                .entry()
                .is_some_and(|entry| entry.refusal(engine, strategy).is_none())
        };
        let counts = thread_counts(cores);
        let places: Vec<Place> = match axis {
            Axis::Places => places.to_vec(),
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
        let times_ms = vec![vec![Vec::new(); sizes.len()]; places.len()];
        Self {
            axis,
            largest,
            engine,
            moving,
            sizes,
            places,
            times_ms,
        }
    }

    /// What is to be measured next, or `None` when all is done: size by size, so that the picture
    /// grows from its quick end, and at each size first the place that has the fewest times.
    #[must_use]
    pub fn next(&self) -> Option<Point> {
        (0..self.sizes.len()).find_map(|size| {
            (0..self.places.len())
                .map(|place| Point { place, size })
                .find(|point| self.times(*point).len() < REPEATS)
        })
    }

    /// The work and the place of a point.
    #[must_use]
    pub fn at(&self, point: Point) -> (Spec, Place) {
        let spec = Spec {
            size: self.sizes[point.size],
            ..self.largest
        };
        let place = match self.places[point.place] {
            Place::Pool { workers, jobs } => Place::Pool {
                workers,
                jobs: u32::try_from(spec.jobs_max()).map_or(jobs, |most| jobs.min(most)),
            },
            other => other,
        };
        (spec, place)
    }

    /// Takes in a time.
    pub fn record(&mut self, point: Point, time_ms: f64) {
        self.times_ms[point.place][point.size].push(time_ms);
    }

    /// What was measured at a point.
    #[must_use]
    pub fn median(&self, point: Point) -> Option<Median> {
        median(self.times(point).to_vec())
    }

    /// How many measurements are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let done = self.times_ms.iter().flatten().map(Vec::len).sum();
        (done, self.sizes.len() * self.places.len() * REPEATS)
    }

    /// How long the rest takes, from the costs of what is left and the rates seen so far; `None`
    /// before anything was measured.
    #[must_use]
    pub fn left_ms(&self) -> Option<f64> {
        let cost = |size: usize| {
            Spec {
                size: self.sizes[size],
                ..self.largest
            }
            .cost()
        };
        let (mut spent_ms, mut done, mut left) = (0.0, 0.0, 0.0);
        for times in &self.times_ms {
            for (size, times) in times.iter().enumerate() {
                spent_ms += times.iter().sum::<f64>();
                done += cost(size) * times.len() as f64;
                left += cost(size) * REPEATS.saturating_sub(times.len()) as f64;
            }
        }
        (done > 0.0).then(|| spent_ms / done * left)
    }

    /// From which size on each other place is quicker than the first one.
    #[must_use]
    pub fn pays(&self) -> Vec<Pays> {
        let curve = |place: usize| -> Vec<(f64, f64)> {
            (0..self.sizes.len())
                .filter_map(|size| {
                    let median = self.median(Point { place, size })?;
                    Some((self.sizes[size] as f64, median.ms))
                })
                .collect()
        };
        let first = curve(0);
        (1..self.places.len())
            .filter_map(|place| {
                let from = break_even(&first, &curve(place))?;
                Some(Pays { place, from })
            })
            .collect()
    }

    /// Times at the largest size that is measured with one thread, by the number of threads.
    #[must_use]
    pub fn scaling(&self) -> Option<(u64, Vec<Measured>)> {
        if self.axis == Axis::Places {
            return None;
        }
        let size = (0..self.sizes.len())
            .rev()
            .find(|&size| !self.times(Point { place: 0, size }).is_empty())?;
        let points = (0..self.places.len())
            .filter_map(|place| {
                let time_ms = self.median(Point { place, size })?.ms;
                let threads = match self.places[place] {
                    Place::Pool { workers, .. } => workers,
                    Place::Parallel { threads, .. } => threads,
                    Place::Main | Place::Sliced { .. } | Place::Worker => return None,
                };
                Some(Measured { threads, time_ms })
            })
            .collect();
        Some((self.sizes[size], points))
    }

    /// The laws that the scaling follows, as far as there are points for them.
    pub fn laws(points: &[Measured]) -> (Result<Amdahl, FitError>, Result<Universal, FitError>) {
        (amdahl(points), universal(points))
    }

    fn times(&self, point: Point) -> &[f64] {
        &self.times_ms[point.place][point.size]
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
    use kernels::{Kernel, Variant};

    use super::*;

    fn spec(kernel: Kernel, variant: Variant) -> Spec {
        let size = registry::kernel(kernel).size_default;
        Spec::new(kernel, variant, Engine::Wasm, size, 3).expect("valid")
    }

    fn sweep(axis: Axis) -> Sweep {
        let places = [Place::Main, Place::Worker];
        let largest = spec(Kernel::Primes, Variant::Segmented);
        Sweep::new(axis, largest, Engine::Wasm, Moving::Transfer, 4, &places)
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
    fn a_sweep_measures_each_point_as_often_as_it_should_and_can_be_taken_up_again() {
        let mut sweep = sweep(Axis::Places);
        let mut seen = 0;
        while let Some(point) = sweep.next() {
            let (spec, place) = sweep.at(point);
            assert_eq!(spec.rounds, 1);
            let ms = spec.size as f64 / if place == Place::Main { 1e4 } else { 2e4 };
            sweep.record(point, ms);
            seen += 1;
            // Whoever stops here finds the same state when going on.
            sweep = sweep.clone();
        }
        assert_eq!(sweep.progress(), (seen, seen));
        assert_eq!(seen, SIZES_MAX * 2 * REPEATS);
        assert_eq!(sweep.left_ms(), Some(0.0));
        assert_eq!(
            sweep.pays(),
            [Pays {
                place: 1,
                from: BreakEven::Always
            }]
        );
    }

    #[test]
    fn threads_are_tried_beyond_the_cores_and_give_a_law() {
        let mut sweep = sweep(Axis::Threads);
        assert_eq!(sweep.places.len(), 6);
        let last = sweep.sizes.len() - 1;
        for place in 0..sweep.places.len() {
            let Place::Parallel { threads, .. } = sweep.places[place] else {
                panic!("threads only");
            };
            let time_ms = 100.0 * (0.1 + 0.9 / f64::from(threads));
            sweep.record(Point { place, size: last }, time_ms);
        }
        let (size, points) = sweep.scaling().expect("measured");
        assert_eq!(size, sweep.sizes[last]);
        let (law, _) = Sweep::laws(&points);
        assert!((law.expect("enough points").serial - 0.1).abs() < 1e-6);
        assert_eq!(thread_counts(1), [1, 2, 3, 4]);
        assert_eq!(thread_counts(64).last(), Some(&THREADS_MAX));
    }

    #[test]
    fn a_pool_gets_no_more_jobs_than_a_small_size_has_pieces() {
        let sweep = sweep(Axis::Workers);
        let (spec, place) = sweep.at(Point {
            place: sweep.places.len() - 1,
            size: 0,
        });
        assert_eq!(spec.parts(), 1);
        assert_eq!(
            place,
            Place::Pool {
                workers: 8,
                jobs: 1
            }
        );
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
