//! Where a computation runs and how its bytes get there: what a lab asks of the runner.

use kernels::{Schedule, Strategy};
use serde::{Deserialize, Serialize};

/// The most workers and threads that can be asked for: more only wait for cores.
pub(crate) const THREADS_MAX: u32 = 64;

/// The most jobs that a run can be shared out to.
pub(crate) const JOBS_MAX: u32 = 512;

/// The longest slice: with more, the page would be as good as blocked.
pub(crate) const SLICE_MS_MAX: u32 = 1_000;

/// A place where a computation runs, with what it needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// [`Strategy::Main`].
    Main,
    /// [`Strategy::Sliced`].
    Sliced {
        /// How long a slice lasts, in milliseconds.
        slice_ms: u32,
    },
    /// [`Strategy::Worker`].
    Worker,
    /// [`Strategy::Pool`].
    Pool {
        /// How many workers.
        workers: u32,
        /// How many jobs.
        jobs: u32,
    },
    /// [`Strategy::Parallel`].
    Parallel {
        /// How many threads.
        threads: u32,
        /// How they share out the work.
        schedule: Schedule,
    },
}

impl Place {
    /// The strategy alone.
    #[must_use]
    pub(crate) const fn strategy(self) -> Strategy {
        match self {
            Self::Main => Strategy::Main,
            Self::Sliced { .. } => Strategy::Sliced,
            Self::Worker => Strategy::Worker,
            Self::Pool { .. } => Strategy::Pool,
            Self::Parallel { .. } => Strategy::Parallel,
        }
    }

    /// How many threads compute there at once.
    #[must_use]
    pub(crate) const fn threads(self) -> u32 {
        match self {
            Self::Main | Self::Sliced { .. } | Self::Worker => 1,
            Self::Pool { workers, .. } => workers,
            Self::Parallel { threads, .. } => threads,
        }
    }
}

/// How bytes get to a worker and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Moving {
    /// Copied by the browser's structured clone.
    Clone,
    /// Handed over: the sender has them no longer.
    Transfer,
    /// Never moved: both sides see the same memory.
    Share,
}

impl Moving {
    /// Every way, the costliest first.
    pub(crate) const ALL: &'static [Self] = &[Self::Clone, Self::Transfer, Self::Share];

    /// The name in links.
    #[must_use]
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Clone => "clone",
            Self::Transfer => "transfer",
            Self::Share => "share",
        }
    }
}
