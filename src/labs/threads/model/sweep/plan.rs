//! What a sweep measures: what is varied, and at which sizes.

use kernels::{Engine, Spec, Strategy, registry};

use crate::place::{Moving, Place, THREADS_MAX};

use super::SIZES_MAX;

/// The least work of a sweep, as a share of the most: where starting a thread costs more than all
/// of the work, the small end of the curve shows what.
const SMALLEST_SHARE: f64 = 1e-4;

/// The most threads that a sweep tries, as a multiple of the machine's cores: beyond the cores it
/// shows what too many cost.
const THREADS_PER_CORE: u32 = 2;

/// What is varied beside the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    /// The place.
    Places,
    /// The number of a pool's workers.
    Workers,
    /// The number of threads over one memory.
    Threads,
}

impl Axis {
    /// Every axis, in the order in which it is offered.
    pub(crate) const ALL: [Self; 3] = [Self::Places, Self::Workers, Self::Threads];

    /// The name in the page.
    #[must_use]
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Workers => "workers",
            Self::Threads => "threads",
        }
    }

    /// Whether going from one place to another ends what the one has started: there is one pool, and
    /// one set of threads over one memory.
    #[must_use]
    pub(crate) const fn restarts(self) -> bool {
        match self {
            Self::Places => false,
            Self::Workers | Self::Threads => true,
        }
    }
}

/// What a sweep is to measure, and how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
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
    /// How long it may measure, in milliseconds.
    pub budget_ms: f64,
    /// What the orders of all rounds are drawn from.
    pub seed: u64,
}

/// One, two, and so on up to twice the cores, thinned out where there are many.
pub(super) fn thread_counts(cores: u32) -> Vec<u32> {
    let most = (cores * THREADS_PER_CORE).clamp(4, THREADS_MAX);
    (1..=most)
        .filter(|&count| count <= 4 || (count <= 16 && count % 2 == 0) || count % 8 == 0)
        .collect()
}

/// Sizes whose work grows by the same factor from each to the next, the largest last.
pub(super) fn sizes(largest: &Spec, engine: Engine) -> Vec<u64> {
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
pub(crate) fn offered(axis: Axis, largest: &Spec, engine: Engine) -> bool {
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
