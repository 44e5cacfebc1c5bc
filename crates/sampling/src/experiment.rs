//! The course of a comparison: what to do next, and what came of it so far.
//!
//! Whoever carries an experiment out asks [`Experiment::next`] what to do, does it, and says so by
//! [`Experiment::opened`], [`Experiment::sampled`] or [`Experiment::closed`]. Instants are milliseconds
//! of any clock that does not go back.

mod plan;
mod record;

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::batch;
use crate::median::median;
use crate::quality::{self, Quality};
use crate::random::Random;
use crate::sequence::{Estimate, Interval};
use crate::verdict::{Question, Verdict};
use crate::warm_up::{End as WarmUpEnd, WarmUp};
pub use plan::{BUDGET_MS, CANDIDATES, ERROR_RATE, Plan, PlanError, budget_ms_min};
pub use record::{Record, RecordError};

/// How long the samples of one candidate in one block shall take together, in milliseconds.
const BLOCK_MS: f64 = 100.0;

/// Rounds of a block, where samples are not long.
const ROUNDS: RangeInclusive<usize> = 5..=20;

/// From so many milliseconds a sample on, a block has but one round.
const LONG_SAMPLE_MS: f64 = 1_000.0;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Make a fresh instance of each candidate, in this order; then say [`Experiment::opened`].
    Open(Vec<usize>),
    /// Call this candidate so often, and tell [`Experiment::sampled`] how long that took.
    Sample {
        /// Which.
        candidate: usize,
        /// How often.
        calls: u32,
    },
    /// End all instances; then say [`Experiment::closed`].
    Close,
    /// Nothing.
    Done(End),
}

/// Why an experiment is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The question is answered.
    Answered,
    /// There is no time for another block.
    TimeIsUp,
    /// Somebody wanted it to end.
    Stopped,
}

/// One sample.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// Of which candidate. Exports of schema 1 call it by its old name.
    #[serde(rename = "contender")]
    pub candidate: usize,
    /// In which block, counted from zero.
    pub block: usize,
    /// Whether it was taken to warm the instance up, and does not count.
    pub warm_up: bool,
    /// How often the candidate was called.
    pub calls: u32,
    /// How long all calls took together, in milliseconds.
    pub elapsed_ms: f64,
}

impl Sample {
    /// Milliseconds a call.
    #[must_use]
    pub fn call_ms(&self) -> f64 {
        self.elapsed_ms / f64::from(self.calls)
    }
}

/// Where a comparison of two candidates stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The time of the one, divided by the time of the other; `None` before a block is done.
    pub ratio: Option<Estimate>,
    /// What may be claimed of the one.
    pub verdict: Verdict,
    /// Yes or no, where the question asks for it and it can be told.
    pub answer: Option<bool>,
}

/// A comparison under way, or done.
#[derive(Clone, Debug)]
pub struct Experiment {
    plan: Plan,
    random: Random,
    state: State,
    /// Rounds of every block; known when the first one is warm.
    rounds: Option<usize>,
    /// Calls that make a sample, by candidate.
    calls: Vec<u32>,
    samples: Vec<Sample>,
    /// For each block the median of each candidate, in milliseconds a call.
    blocks: Vec<Vec<f64>>,
    /// How long a sample of each candidate took in the last block.
    sample_ms: Vec<f64>,
    /// Blocks in which a candidate's warm-up did not settle.
    unsettled: Vec<usize>,
    began_ms: Option<f64>,
    deadline_ms: f64,
    /// Until when a block that is under way at the deadline may go on.
    overdue_ms: f64,
    longest_block_ms: f64,
    /// Set when somebody wants more than an answer.
    goes_on: bool,
}

#[derive(Clone, Debug)]
enum State {
    Between,
    Opening {
        order: Vec<usize>,
        began_ms: f64,
    },
    Sampling {
        warm_ups: Vec<WarmUp>,
        /// Who is still to be sampled in this round, the next one last.
        round: Vec<usize>,
        /// Rounds that count and have begun; `None` while instances are warmed up.
        rounds: Option<usize>,
        began_ms: f64,
    },
    Closing {
        began_ms: f64,
    },
    Done(End),
}

impl Experiment {
    /// Checks the plan; nothing has happened yet.
    pub fn new(plan: Plan) -> Result<Self, PlanError> {
        let experiment = Self::of_plan(plan)?;
        experiment.plan.fits()?;
        Ok(experiment)
    }

    /// The same for one that is over: its budget was enough.
    fn of_plan(plan: Plan) -> Result<Self, PlanError> {
        plan.checked()?;
        let candidates = plan.candidates();
        Ok(Self {
            random: Random::of(plan.seed),
            state: State::Between,
            rounds: None,
            calls: vec![1; candidates],
            samples: Vec::new(),
            blocks: Vec::new(),
            sample_ms: vec![f64::NAN; candidates],
            unsettled: vec![0; candidates],
            began_ms: None,
            deadline_ms: f64::INFINITY,
            overdue_ms: f64::INFINITY,
            longest_block_ms: 0.0,
            goes_on: false,
            plan,
        })
    }

    /// What to do now. Asked again before it was done, it says the same.
    pub fn next(&mut self, now_ms: f64) -> Step {
        if self.began_ms.is_none() {
            self.began_ms = Some(now_ms);
            self.set_deadline(now_ms, self.plan.budget_ms);
        }
        let is_under_way = matches!(self.state, State::Opening { .. } | State::Sampling { .. });
        if is_under_way && now_ms > self.overdue_ms {
            self.abandon(End::TimeIsUp);
        }
        loop {
            match &mut self.state {
                State::Between => {
                    self.state = match self.end(now_ms) {
                        Some(end) => State::Done(end),
                        None => State::Opening {
                            order: self.random.shuffled(0..self.plan.candidates()),
                            began_ms: now_ms,
                        },
                    };
                }
                State::Opening { order, .. } => return Step::Open(order.clone()),
                State::Sampling { round, .. } => {
                    if let Some(&candidate) = round.last() {
                        let calls = self.calls[candidate];
                        return Step::Sample { candidate, calls };
                    }
                    self.begin_round();
                }
                State::Closing { .. } => return Step::Close,
                State::Done(end) => return Step::Done(*end),
            }
        }
    }

    /// Fresh instances are there.
    pub fn opened(&mut self) {
        if let State::Opening { began_ms, .. } = self.state {
            self.state = State::Sampling {
                warm_ups: vec![WarmUp::default(); self.plan.candidates()],
                round: Vec::new(),
                rounds: None,
                began_ms,
            };
        }
    }

    /// The sample that was asked for took so long.
    pub fn sampled(&mut self, elapsed_ms: f64) {
        let block = self.blocks.len();
        let State::Sampling {
            warm_ups,
            round,
            rounds,
            ..
        } = &mut self.state
        else {
            return;
        };
        let Some(candidate) = round.pop() else {
            return;
        };
        let calls = self.calls[candidate];
        let warm_up = rounds.is_none();
        self.samples.push(Sample {
            candidate,
            block,
            warm_up,
            calls,
            elapsed_ms,
        });
        if warm_up {
            let sample_ms = self.plan.sample_ms();
            let calls_max = self.plan.calls_max[candidate];
            // What the clock did not see took up to a step.
            let at_most_ms = elapsed_ms.max(self.plan.clock_step_ms);
            self.calls[candidate] = batch::grown(calls, at_most_ms, sample_ms, calls_max);
            // A sample that was too short to be read says nothing about whether its instance is warm.
            if self.calls[candidate] == calls {
                warm_ups[candidate].add(calls, elapsed_ms);
            }
        }
    }

    /// The block's instances are ended.
    pub fn closed(&mut self, now_ms: f64) {
        let State::Closing { began_ms } = self.state else {
            return;
        };
        let block = self.blocks.len();
        let candidates = 0..self.plan.candidates();
        // Samples of one candidate in one block all make the same number of calls.
        self.sample_ms = candidates
            .map(|candidate| {
                let elapsed: Vec<f64> = self
                    .counted(candidate)
                    .filter(|sample| sample.block == block)
                    .map(|sample| sample.elapsed_ms)
                    .collect();
                median(&elapsed).unwrap_or(f64::NAN)
            })
            .collect();
        let calls = self.calls.iter().map(|calls| f64::from(*calls));
        let medians = self.sample_ms.iter().zip(calls);
        let medians = medians.map(|(elapsed, calls)| elapsed / calls).collect();
        self.blocks.push(medians);
        self.longest_block_ms = self.longest_block_ms.max(now_ms - began_ms);
        self.state = State::Between;
    }

    /// Ends it now. The block under way is forgotten.
    pub fn stop(&mut self) {
        self.abandon(End::Stopped);
    }

    fn abandon(&mut self, end: End) {
        let block = self.blocks.len();
        self.samples.retain(|sample| sample.block < block);
        self.state = State::Done(end);
    }

    /// The budget is kept but for the first block: without it there is no figure at all, so it may take as long again.
    fn set_deadline(&mut self, now_ms: f64, budget_ms: f64) {
        self.deadline_ms = now_ms + budget_ms;
        self.overdue_ms = self.deadline_ms + budget_ms;
    }

    /// Goes on, for as long again. If the question is answered, its intervals become narrower: what was
    /// claimed may be claimed still, for every look counts.
    pub fn go_on(&mut self, now_ms: f64, budget_ms: f64) {
        if let State::Done(end) = self.state {
            self.goes_on = self.goes_on || end == End::Answered;
            self.set_deadline(now_ms, budget_ms);
            self.state = State::Between;
        }
    }

    /// Why it is over, if it is.
    #[must_use]
    pub const fn ended(&self) -> Option<End> {
        match self.state {
            State::Done(end) => Some(end),
            _ => None,
        }
    }

    /// Whether instances are being warmed up right now.
    #[must_use]
    pub const fn is_warming_up(&self) -> bool {
        matches!(self.state, State::Sampling { rounds: None, .. })
    }

    /// What it was made of.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Blocks that are done.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// All samples, in the order in which they were taken.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The samples of a candidate that count.
    pub fn counted(&self, candidate: usize) -> impl Iterator<Item = &Sample> {
        self.samples
            .iter()
            .filter(move |sample| sample.candidate == candidate && !sample.warm_up)
    }

    /// How much of the time is gone, from 0 to 1.
    #[must_use]
    pub fn fraction(&self, now_ms: f64) -> f64 {
        let Some(began_ms) = self.began_ms else {
            return 0.0;
        };
        ((now_ms - began_ms) / (self.deadline_ms - began_ms)).clamp(0.0, 1.0)
    }

    /// The time of a call, in milliseconds: the median of each block's samples, averaged over blocks on a
    /// logarithmic scale, so that the ratio of two such times is the estimate of the ratio.
    #[must_use]
    pub fn time_ms(&self, candidate: usize) -> Option<Estimate> {
        let logs: Vec<f64> = self.blocks.iter().map(|of| of[candidate].ln()).collect();
        let spread_min = self.spread_min(candidate);
        Estimate::of_logs(&finite(logs)?, self.plan.error_rate, spread_min)
    }

    /// How the one compares with the other.
    #[must_use]
    pub fn compare(&self, one: usize, other: usize) -> Comparison {
        let logs: Vec<f64> = self
            .blocks
            .iter()
            .map(|of| (of[one] / of[other]).ln())
            .collect();
        let pairs = self.plan.candidates() * (self.plan.candidates() - 1) / 2;
        let spread_min = self.spread_min(one).hypot(self.spread_min(other));
        let is_blind = self.is_saturated(one) || self.is_saturated(other);
        let ratio = finite(logs).filter(|_| !is_blind).and_then(|logs| {
            Estimate::of_logs(&logs, self.plan.error_rate / pairs as f64, spread_min)
        });
        let interval: Option<Interval> = ratio.and_then(|ratio| ratio.interval);
        Comparison {
            ratio,
            verdict: self.plan.question.verdict(interval),
            answer: self.plan.question.answer(interval),
        }
    }

    /// What there is to say against a candidate's samples.
    #[must_use]
    pub fn quality(&self, candidate: usize) -> Quality {
        let samples: Vec<&Sample> = self.counted(candidate).collect();
        // One pass: a long comparison has thousands of blocks, and is looked at after each of them.
        let rows: Vec<Vec<f64>> = samples
            .chunk_by(|one, next| one.block == next.block)
            .map(|of_block| of_block.iter().map(|sample| sample.call_ms()).collect())
            .collect();
        let long_enough = batch::STEPS_PER_SAMPLE * self.plan.clock_step_ms;
        let elapsed: Vec<f64> = samples.iter().map(|sample| sample.elapsed_ms).collect();
        Quality {
            samples: samples.len(),
            outliers: rows.iter().map(|row| quality::outliers(row)).sum(),
            saturated: quality::is_saturated(&elapsed),
            short: median(&elapsed)
                .is_some_and(|elapsed| !batch::is_long_enough(elapsed, long_enough)),
            unsettled: self.unsettled[candidate],
            autocorrelation: quality::autocorrelation(rows.iter().map(Vec::as_slice)),
        }
    }

    fn is_saturated(&self, candidate: usize) -> bool {
        let elapsed: Vec<f64> = self
            .counted(candidate)
            .map(|sample| sample.elapsed_ms)
            .collect();
        quality::is_saturated(&elapsed)
    }

    /// The spread that the clock's step alone gives the logarithm of a block's median: an elapsed time is
    /// off by up to a step either way, most likely by little.
    fn spread_min(&self, candidate: usize) -> f64 {
        // The standard deviation of the difference of two uniform errors of a step each.
        const STEP_DEVIATION: f64 = 0.408;
        let rounds = self.rounds.unwrap_or(1) as f64;
        STEP_DEVIATION * self.plan.clock_step_ms / self.sample_ms[candidate] / rounds.sqrt()
    }

    fn end(&self, now_ms: f64) -> Option<End> {
        if !self.goes_on && self.is_answered() {
            return Some(End::Answered);
        }
        let no_time = now_ms + self.longest_block_ms > self.deadline_ms;
        (no_time && !self.blocks.is_empty()).then_some(End::TimeIsUp)
    }

    fn is_answered(&self) -> bool {
        let question = self.plan.question;
        let candidates = self.plan.candidates();
        let answered = |one, other| {
            let ratio = self.compare(one, other).ratio;
            question.is_answered(ratio.and_then(|ratio| ratio.interval))
        };
        match question {
            Question::Which { .. } => {
                (0..candidates).all(|one| (one + 1..candidates).all(|other| answered(one, other)))
            }
            // The question is about each of the others, compared with the first.
            Question::AtLeast { .. } => (1..candidates).all(|one| answered(one, 0)),
        }
    }

    /// Decides what follows when every candidate has had its turn.
    fn begin_round(&mut self) {
        let State::Sampling {
            warm_ups,
            round,
            rounds,
            began_ms,
        } = &mut self.state
        else {
            return;
        };
        match rounds {
            None => {
                let cold = |candidate: &usize| warm_ups[*candidate].end().is_none();
                let cold: Vec<usize> = (0..warm_ups.len()).filter(cold).collect();
                if cold.is_empty() {
                    for (warm_up, unsettled) in warm_ups.iter().zip(&mut self.unsettled) {
                        *unsettled += usize::from(warm_up.end() == Some(WarmUpEnd::Exhausted));
                    }
                    *rounds = Some(0);
                    self.plan_rounds();
                } else {
                    *round = self.random.shuffled(cold);
                }
            }
            Some(begun) if Some(*begun) == self.rounds => {
                self.state = State::Closing {
                    began_ms: *began_ms,
                };
            }
            Some(begun) => {
                *begun += 1;
                *round = self.random.shuffled(0..warm_ups.len());
            }
        }
    }

    /// How many rounds a block has: as many as the last warm-up samples leave time for.
    fn plan_rounds(&mut self) {
        if self.rounds.is_some() {
            return;
        }
        let candidates = self.plan.candidates();
        let last = |candidate| {
            let mut samples = self.samples.iter().rev();
            samples
                .find(|sample| sample.candidate == candidate)
                .map_or(0.0, |sample| sample.elapsed_ms)
        };
        let mean_ms = (0..candidates).map(last).sum::<f64>() / candidates as f64;
        let rounds = if mean_ms >= LONG_SAMPLE_MS {
            1
        } else {
            let mut rounds = *ROUNDS.start();
            while rounds < *ROUNDS.end() && (rounds + 1) as f64 * mean_ms <= BLOCK_MS {
                rounds += 1;
            }
            rounds
        };
        self.rounds = Some(rounds.min(self.plan.rounds_max(mean_ms)));
    }
}

/// The values, if every one of them is finite.
fn finite(values: Vec<f64>) -> Option<Vec<f64>> {
    values
        .iter()
        .all(|value| value.is_finite())
        .then_some(values)
}

#[cfg(test)]
mod tests;
