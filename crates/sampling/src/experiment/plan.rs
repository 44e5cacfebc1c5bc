//! What is to be compared, and how.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::batch;
use crate::sequence::BLOCKS_MIN;
use crate::verdict::{Question, QuestionError};

/// How many can be compared at once: every pair shares the error rate, so more would take long to tell
/// apart.
pub const CANDIDATES: RangeInclusive<usize> = 2..=8;

/// The chance that anything is claimed wrongly, over all pairs and looks of an experiment.
pub const ERROR_RATE: f64 = 0.05;

/// How long an experiment may be given, in milliseconds.
pub const BUDGET_MS: RangeInclusive<f64> = 1_000.0..=3_600_000.0;

/// A sample lasts so many steps of the clock at the least, however short the budget: below, what a step is off by is more
/// than what is to be found out.
const SAMPLE_STEPS_MIN: f64 = 5.0;

/// Samples of a candidate in one block that the budget is shared out to: three to warm up, and one that counts.
const BLOCK_SAMPLES: f64 = 4.0;

/// The least budget, in milliseconds, for so many candidates on a clock of such a step: what the fewest blocks of the
/// shortest samples take. On a fine clock that is less than any budget.
#[must_use]
pub fn budget_ms_min(candidates: usize, clock_step_ms: f64) -> f64 {
    sample_ms_min(clock_step_ms) * samples_min(candidates)
}

fn sample_ms_min(clock_step_ms: f64) -> f64 {
    (SAMPLE_STEPS_MIN * clock_step_ms).max(batch::SAMPLE_MS_MIN)
}

fn samples_min(candidates: usize) -> f64 {
    BLOCKS_MIN as f64 * BLOCK_SAMPLES * candidates as f64
}

/// What is to be compared, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// How often each candidate can be called for one sample, at the most; one entry for each.
    pub calls_max: Vec<u32>,
    /// What somebody wants to know.
    pub question: Question,
    /// The chance that anything is claimed wrongly.
    pub error_rate: f64,
    /// The step of the clock that times samples, in milliseconds.
    pub clock_step_ms: f64,
    /// How long it may take, in milliseconds.
    pub budget_ms: f64,
    /// What every order is drawn from.
    pub seed: u64,
}

impl Plan {
    /// A comparison of so many candidates with the usual error rate, each called as often as need be.
    #[must_use]
    pub fn of(candidates: usize, clock_step_ms: f64, budget_ms: f64, seed: u64) -> Self {
        Self {
            calls_max: vec![u32::MAX; candidates],
            question: Question::default(),
            error_rate: ERROR_RATE,
            clock_step_ms,
            budget_ms,
            seed,
        }
    }

    /// How long a sample shall last, in milliseconds: as long as its clock needs, unless the budget has no room for as many
    /// blocks as an answer takes; then as long as it has. An interval knows how far the clock's step is off, so that shorter
    /// samples make it wider and not wrong.
    #[must_use]
    pub fn sample_ms(&self) -> f64 {
        let affordable = self.budget_ms / samples_min(self.candidates());
        batch::sample_ms(self.clock_step_ms).min(affordable.max(sample_ms_min(self.clock_step_ms)))
    }

    /// How many rounds of a block there is time for, where a sample takes so long.
    pub(super) fn rounds_max(&self, sample_ms: f64) -> usize {
        let block_ms = self.budget_ms / BLOCKS_MIN as f64;
        let round_ms = sample_ms * self.candidates() as f64;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "one or more, and what does not fit is the greatest"
        )]
        let rounds = (block_ms / round_ms - (BLOCK_SAMPLES - 1.0)).max(1.0) as usize;
        rounds
    }

    /// Checks it, but for whether its budget is enough for its clock.
    pub(super) fn checked(&self) -> Result<(), PlanError> {
        let candidates = self.candidates();
        if !CANDIDATES.contains(&candidates) {
            return Err(PlanError::Candidates(candidates));
        }
        if !BUDGET_MS.contains(&self.budget_ms) {
            return Err(PlanError::Budget(self.budget_ms));
        }
        if !(self.clock_step_ms > 0.0 && self.clock_step_ms.is_finite()) {
            return Err(PlanError::Clock(self.clock_step_ms));
        }
        self.question.checked()?;
        Ok(())
    }

    /// Checks that its budget is enough for its clock.
    pub(super) fn fits(&self) -> Result<(), PlanError> {
        let least_ms = budget_ms_min(self.candidates(), self.clock_step_ms);
        if self.budget_ms < least_ms {
            return Err(PlanError::BudgetForClock {
                budget_ms: self.budget_ms,
                step_ms: self.clock_step_ms,
                least_ms,
            });
        }
        Ok(())
    }

    /// How many are compared.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.calls_max.len()
    }
}

/// Why a plan cannot be carried out.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum PlanError {
    /// Too few or too many.
    #[error(
        "{_0} things cannot be compared; give from {} to {}",
        CANDIDATES.start(),
        CANDIDATES.end()
    )]
    Candidates(usize),
    /// The time is out of range.
    #[error(
        "a budget of {_0} ms is out of range; give one from {} to {} ms",
        BUDGET_MS.start(),
        BUDGET_MS.end()
    )]
    Budget(f64),
    /// The clock is too coarse for so short a time.
    #[error(
        "a budget of {budget_ms} ms is too short for a clock with a step of {step_ms} ms; give one of {least_ms} ms"
    )]
    BudgetForClock {
        /// The time.
        budget_ms: f64,
        /// The clock's step.
        step_ms: f64,
        /// What is enough.
        least_ms: f64,
    },
    /// The clock's step is no positive length of time.
    #[error("a clock with a step of {0} ms cannot time anything")]
    Clock(f64),
    /// The question is about a share that cannot be.
    #[error(transparent)]
    Question(#[from] QuestionError),
}
