//! An experiment that is over, as it can be kept: all that it showed comes back, but it does not go on.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{End, Experiment, Plan, PlanError, Sample, State};
use crate::median::median;

/// What an experiment that is over was made of, and what came of it. Samples stand in columns of equal length, a value
/// each, in the order in which they were taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    plan: Plan,
    end: End,
    /// Blocks in which a candidate's warm-up did not settle.
    unsettled: Vec<usize>,
    candidate: Vec<usize>,
    block: Vec<usize>,
    warm_up: Vec<bool>,
    calls: Vec<u32>,
    /// In milliseconds, of all calls of a sample together.
    elapsed_ms: Vec<f64>,
}

/// Why a record is none of an experiment.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum RecordError {
    /// Its plan cannot be carried out.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Its columns have different lengths.
    #[error("there are {elapsed} times, but {other} values in another column")]
    Columns {
        /// How many times there are.
        elapsed: usize,
        /// How many values another column has.
        other: usize,
    },
    /// It has figures for another number of candidates than its plan.
    #[error("there are figures for {found} candidates, but the plan has {planned}")]
    Candidates {
        /// How many it has.
        found: usize,
        /// How many its plan has.
        planned: usize,
    },
    /// A sample is of a candidate that is not in the plan, of no call, or of a block before that of its predecessor.
    #[error("sample {0} does not follow from the ones before")]
    Sample(usize),
}

impl Record {
    /// How many samples it holds.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.elapsed_ms.len()
    }
}

impl Experiment {
    /// The experiment as it can be kept; `None` while it is under way.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let samples = || self.samples.iter();
        Some(Record {
            plan: self.plan.clone(),
            end: self.ended()?,
            unsettled: self.unsettled.clone(),
            candidate: samples().map(|sample| sample.candidate).collect(),
            block: samples().map(|sample| sample.block).collect(),
            warm_up: samples().map(|sample| sample.warm_up).collect(),
            calls: samples().map(|sample| sample.calls).collect(),
            elapsed_ms: samples().map(|sample| sample.elapsed_ms).collect(),
        })
    }

    /// The experiment that was kept, which is over.
    pub fn of_record(record: Record) -> Result<Self, RecordError> {
        let samples = samples(&record)?;
        let mut experiment = Self::of_plan(record.plan)?;
        let planned = experiment.plan.candidates();
        if record.unsettled.len() != planned {
            return Err(RecordError::Candidates {
                found: record.unsettled.len(),
                planned,
            });
        }
        if let Some(at) = samples
            .iter()
            .position(|sample| sample.candidate >= planned || sample.calls == 0)
        {
            return Err(RecordError::Sample(at));
        }
        experiment.unsettled = record.unsettled;
        experiment.samples = samples;
        experiment.take_blocks();
        experiment.state = State::Done(record.end);
        Ok(experiment)
    }

    /// Fills in what follows from the samples of blocks that are done.
    fn take_blocks(&mut self) {
        let candidates = self.plan.candidates();
        for of_block in self.samples.chunk_by(|one, next| one.block == next.block) {
            let counted = |candidate| {
                of_block
                    .iter()
                    .filter(move |sample| sample.candidate == candidate && !sample.warm_up)
            };
            self.sample_ms = (0..candidates)
                .map(|candidate| {
                    let elapsed: Vec<f64> = counted(candidate).map(|of| of.elapsed_ms).collect();
                    median(&elapsed).unwrap_or(f64::NAN)
                })
                .collect();
            // Samples of one candidate in one block all make the same number of calls.
            let calls = |candidate| counted(candidate).next().map_or(1, |of| of.calls);
            let medians = self.sample_ms.iter().enumerate();
            let medians = medians.map(|(candidate, elapsed)| elapsed / f64::from(calls(candidate)));
            self.blocks.push(medians.collect());
            self.rounds = self.rounds.or_else(|| Some(counted(0).count()));
        }
    }
}

/// The samples out of their columns.
fn samples(record: &Record) -> Result<Vec<Sample>, RecordError> {
    let elapsed = record.elapsed_ms.len();
    let others = [
        record.candidate.len(),
        record.block.len(),
        record.warm_up.len(),
        record.calls.len(),
    ];
    if let Some(other) = others.into_iter().find(|other| *other != elapsed) {
        return Err(RecordError::Columns { elapsed, other });
    }
    let (mut samples, mut blocks) = (Vec::with_capacity(elapsed), 0);
    for at in 0..elapsed {
        let block = record.block[at];
        // Blocks are counted from zero, and none is without samples.
        if block == blocks {
            blocks += 1;
        } else if block + 1 != blocks {
            return Err(RecordError::Sample(at));
        }
        samples.push(Sample {
            candidate: record.candidate[at],
            block,
            warm_up: record.warm_up[at],
            calls: record.calls[at],
            elapsed_ms: record.elapsed_ms[at],
        });
    }
    Ok(samples)
}
