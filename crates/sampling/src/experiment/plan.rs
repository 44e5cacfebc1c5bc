//! What is to be compared, and how.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::verdict::{Question, QuestionError};

/// How many can be compared at once: every pair shares the error rate, so more would take long to tell
/// apart.
pub const CANDIDATES: RangeInclusive<usize> = 2..=8;

/// The chance that anything is claimed wrongly, over all pairs and looks of an experiment.
pub const ERROR_RATE: f64 = 0.05;

/// How long an experiment may be given, in milliseconds.
pub const BUDGET_MS: RangeInclusive<f64> = 1_000.0..=3_600_000.0;

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
    /// The clock's step is no positive length of time.
    #[error("a clock with a step of {0} ms cannot time anything")]
    Clock(f64),
    /// The question is about a share that cannot be.
    #[error(transparent)]
    Question(#[from] QuestionError),
}
