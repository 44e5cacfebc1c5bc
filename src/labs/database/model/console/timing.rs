//! How often a statement is executed until there is a median with an interval.
//!
//! All of it follows from what the first executions took: the number of samples is settled before the first that
//! counts, because an interval does not hold if samples are added until it pleases.

use sampling::warm_up::WarmUp;
use sampling::{Median, batch, median, quality};

/// Executions of one sample.
const CALLS_MAX: u32 = 1_000;

/// Bytes of SQL in one sample.
const SQL_BYTES_MAX: usize = 256 * 1024;

/// Samples that count.
const SAMPLES_MAX: usize = 31;

/// For how long samples shall be taken, in milliseconds, unless that would be too few of them.
const SAMPLING_MS: f64 = 2_000.0;

/// The step of a clock that nobody could measure, in milliseconds: the coarsest that browsers have.
const CLOCK_STEP_MS_UNKNOWN: f64 = 1.0;

/// A statement that is being timed.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    clock_step_ms: f64,
    calls: u32,
    calls_max: u32,
    warm_up: WarmUp,
    /// How many samples count, once that is known.
    wanted: Option<usize>,
    /// Milliseconds of each sample that counts.
    elapsed_ms: Vec<f64>,
}

/// How long a statement takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Timing {
    /// Milliseconds of one execution.
    pub median: Median,
    /// Executions of each sample.
    pub calls: u32,
    /// The step of the clock, if it is too coarse for these samples, in milliseconds.
    pub coarse_step_ms: Option<f64>,
}

impl Sampler {
    /// For a statement of so many bytes, by a clock of such a step, if that is known.
    #[must_use]
    pub(crate) fn new(clock_step_ms: Option<f64>, sql_bytes: usize) -> Self {
        let calls_max = SQL_BYTES_MAX / sql_bytes.max(1);
        Self {
            clock_step_ms: clock_step_ms.unwrap_or(CLOCK_STEP_MS_UNKNOWN),
            calls: 1,
            calls_max: u32::try_from(calls_max)
                .unwrap_or(CALLS_MAX)
                .clamp(1, CALLS_MAX),
            warm_up: WarmUp::default(),
            wanted: None,
            elapsed_ms: Vec::new(),
        }
    }

    /// How many executions the next sample has; `None` after the last.
    #[must_use]
    pub(crate) fn next(&self) -> Option<u32> {
        let is_done = self
            .wanted
            .is_some_and(|wanted| self.elapsed_ms.len() >= wanted);
        (!is_done).then_some(self.calls)
    }

    /// Takes in what that sample took.
    pub(crate) fn add(&mut self, elapsed_ms: f64) {
        if self.wanted.is_some() {
            self.elapsed_ms.push(elapsed_ms);
            return;
        }
        self.warm_up.add(self.calls, elapsed_ms);
        let sample_ms = batch::sample_ms(self.clock_step_ms);
        let grown = batch::grown(self.calls, elapsed_ms, sample_ms, self.calls_max);
        let has_grown = grown > self.calls;
        self.calls = grown;
        // A clock that never moves never warms anything up.
        let is_still = elapsed_ms <= 0.0 && !has_grown;
        if is_still || (self.warm_up.end().is_some() && !has_grown) {
            self.wanted = Some(wanted(elapsed_ms));
        }
    }

    /// What the samples say.
    #[must_use]
    pub(crate) fn timing(&self) -> Option<Timing> {
        let sample_ms = batch::sample_ms(self.clock_step_ms);
        let middle_ms = median::median(&self.elapsed_ms)?;
        let is_coarse =
            quality::is_saturated(&self.elapsed_ms) || !batch::is_long_enough(middle_ms, sample_ms);
        let each: Vec<f64> = self
            .elapsed_ms
            .iter()
            .map(|elapsed_ms| elapsed_ms / f64::from(self.calls))
            .collect();
        Some(Timing {
            median: Median::of(&each)?,
            calls: self.calls,
            coarse_step_ms: is_coarse.then_some(self.clock_step_ms),
        })
    }
}

/// How many samples count, if each takes so long.
fn wanted(elapsed_ms: f64) -> usize {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what does not fit is the greatest"
    )]
    let fit = (SAMPLING_MS / elapsed_ms) as usize;
    fit.clamp(median::INTERVAL_SAMPLES_MIN, SAMPLES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times a statement of which each execution takes so long, on a clock of such a step.
    fn time(each_ms: f64, step_ms: f64) -> (Timing, u32) {
        let mut sampler = Sampler::new(Some(step_ms), 20);
        let mut taken = 0;
        while let Some(calls) = sampler.next() {
            // No two executions take the same.
            let noise = 1.0 + f64::from(taken % 7) / 500.0;
            let elapsed_ms = f64::from(calls) * each_ms * noise;
            sampler.add((elapsed_ms / step_ms).floor() * step_ms);
            taken += 1;
            assert!(taken < 1_000, "it ends");
        }
        (sampler.timing().expect("samples"), taken)
    }

    #[test]
    fn short_statements_are_executed_many_times_a_sample() {
        let (timing, _) = time(0.02, 0.005);
        assert!(timing.calls >= 70, "{timing:?}");
        assert_eq!(
            (timing.median.count, timing.coarse_step_ms),
            (SAMPLES_MAX, None)
        );
        assert!((timing.median.median - 0.02).abs() < 0.001, "{timing:?}");
        let (low, high) = timing.median.interval().expect("enough samples");
        assert!(low <= timing.median.median && timing.median.median <= high);
    }

    #[test]
    fn long_statements_are_executed_as_often_as_an_interval_needs() {
        let (timing, samples) = time(3_000.0, 0.005);
        assert_eq!(timing.calls, 1);
        assert_eq!(timing.median.count, median::INTERVAL_SAMPLES_MIN);
        assert_eq!(samples, 7);
    }

    #[test]
    fn a_clock_that_is_too_coarse_is_told() {
        let (timing, _) = time(0.000_5, 1.0);
        assert_eq!(timing.coarse_step_ms, Some(1.0));
        let (timing, _) = time(0.01, 0.1);
        assert_eq!(timing.coarse_step_ms, None);
    }
}
