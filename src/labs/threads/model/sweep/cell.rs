//! The samples of one point of a sweep.

use kernels::ROUNDS_MAX;
use sampling::{Median, batch, median, quality};

use super::{Doubt, LOOKS, NARROW_WITHIN};

/// How often the work is done for one sample, at the most.
const BATCH_MAX: u32 = ROUNDS_MAX;

/// The first sample of a point warms it up and does not count, unless it takes longer than this, in
/// milliseconds: engines have optimised most of what is to be optimised by then.
const WARM_UP_MS: f64 = 200.0;

/// The samples of one point.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// How many runs make a sample.
    pub(super) batch: u32,
    /// Whether a sample that warmed it up was taken.
    warm: bool,
    /// Samples that count: the round, and how long all runs took together, in milliseconds.
    pub(super) samples: Vec<(u32, f64)>,
    /// Whether it is not to be measured again.
    pub(super) done: bool,
}

impl Cell {
    pub(super) const fn new() -> Self {
        Self {
            batch: 1,
            warm: false,
            samples: Vec::new(),
            done: false,
        }
    }

    /// Takes a sample in; says whether that was all for this round.
    pub(super) fn take(&mut self, round: u32, elapsed_ms: f64, sample_ms: f64) -> bool {
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
    pub(super) fn times_ms(&self) -> impl Iterator<Item = (u32, f64)> {
        let runs = f64::from(self.batch);
        self.samples
            .iter()
            .map(move |(round, ms)| (*round, ms / runs))
    }

    pub(super) fn median(&self) -> Option<Median> {
        Median::of(&self.times_ms().map(|(_, ms)| ms).collect::<Vec<_>>())
    }

    /// Whether its interval is narrow just now. It is to be asked at a look.
    fn is_narrow(&self) -> bool {
        let uncertainty = self.median().and_then(|median| median.uncertainty());
        uncertainty.is_some_and(|uncertainty| uncertainty <= NARROW_WITHIN)
    }

    /// Whether it was found to be known well enough. On a clock that is too coarse an interval is narrow
    /// because readings fall on the same step.
    pub(super) fn is_known(&self, clock_step_ms: f64) -> bool {
        self.done && self.is_narrow() && self.doubt(clock_step_ms).is_none()
    }

    pub(super) fn doubt(&self, clock_step_ms: f64) -> Option<Doubt> {
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
