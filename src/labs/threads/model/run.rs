//! One run: what was computed where, what came of it, and its figures.

use kernels::{CheckError, Engine, Outcome, Spec, Strategy};
use serde::{Deserialize, Serialize};
use timeline::{Frame, LONG_FRAME_MS, Lane, LongFrame, Phase, Span};

use super::lanes::extent_of_work;
use crate::compute::RunFailure;
use crate::place::{Moving, Place};
use crate::trust::{Reason, Trust};

/// How a result compares with its reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Check {
    /// Not compared yet.
    Pending,
    /// It agrees.
    Agrees,
    /// It does not.
    Differs(CheckError),
    /// It could not be compared.
    Failed(RunFailure),
    /// It was cancelled before it was compared.
    Cancelled,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    /// With a result.
    Finished {
        /// What came out.
        outcome: Outcome,
        /// Whether it is right.
        check: Check,
    },
    /// Without a result.
    Failed(RunFailure),
    /// Because a person wanted it to.
    Cancelled,
}

/// What a person did on the page meanwhile, and how long they waited for it to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Interactions {
    /// How many presses of a key or a button the browser timed.
    pub count: u32,
    /// The longest wait until the next paint, in milliseconds; browsers round it to eight.
    pub worst_ms: f64,
}

/// When a run had its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turn {
    /// Which press of the button it belongs to, counted from one.
    pub press: u32,
    /// Which round of that press, counted from one.
    pub round: u32,
    /// What the orders of that press's rounds were drawn from.
    pub seed: u64,
}

impl Turn {
    /// Whether both ran in the same round, and so within a short while.
    #[must_use]
    pub(crate) const fn shares_round_with(self, other: Self) -> bool {
        self.press == other.press && self.round == other.round
    }
}

/// One run: one computation in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Counts the runs of this visit.
    pub number: u32,
    /// When it had its turn.
    pub turn: Turn,
    /// What was computed.
    pub computation: Spec,
    /// What executed it.
    pub engine: Engine,
    /// Where it ran.
    pub place: Place,
    /// How its bytes travelled.
    pub moving: Moving,
    /// How it ended.
    pub ending: Ending,
    /// What each thread did, one lane for each.
    pub lanes: Vec<Lane>,
    /// For each job, in order of submission, how many the pool had started before it.
    pub starts: Vec<u32>,
    /// The page's frames meanwhile.
    pub frames: Vec<Frame>,
    /// The long ones among them, where the browser reports such.
    pub long_frames: Vec<LongFrame>,
    /// What a person did meanwhile, where the browser tells.
    pub interactions: Interactions,
    /// When it was started, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// When it ended.
    pub end_ms: f64,
    /// The step of the timers that timed it, in milliseconds, as far as it is known.
    #[serde(default)]
    pub clock_step_ms: Option<f64>,
    /// What its figures are worth, by the conditions meanwhile.
    pub trust: Trust,
}

impl Run {
    /// The step of the timers that timed it, in milliseconds; zero where it is not known.
    #[must_use]
    pub(crate) fn step_ms(&self) -> f64 {
        let known = self.clock_step_ms.filter(|step| step.is_finite());
        known.unwrap_or_default().max(0.0)
    }

    /// Whether it ended with a result.
    #[must_use]
    pub(crate) fn is_finished(&self) -> bool {
        matches!(self.ending, Ending::Finished { .. })
    }

    /// Whether it ended with a result that can be counted.
    #[must_use]
    pub(crate) const fn is_valid(&self) -> bool {
        match &self.ending {
            Ending::Finished { check, .. } => {
                !self.trust.is_void() && !matches!(check, Check::Differs(_))
            }
            Ending::Failed(_) | Ending::Cancelled => false,
        }
    }

    /// Why its figures do not count although it ended with a result; empty if they do, or if there are none.
    #[must_use]
    pub(crate) fn void_reasons(&self) -> &[Reason] {
        if self.is_finished() {
            self.trust.void_reasons()
        } else {
            &[]
        }
    }

    /// Whether it had to wait for workers to start or for code to be loaded.
    #[must_use]
    pub(crate) fn is_first(&self) -> bool {
        self.spans(Phase::Spawn).next().is_some() || self.spans(Phase::Compile).next().is_some()
    }

    /// How long was computed, or `None` if it did not end: from the first thread's start to the
    /// last one's end, but for slices, whose pauses belong to the page.
    #[must_use]
    pub(crate) fn compute_ms(&self) -> Option<f64> {
        if !self.is_finished() {
            return None;
        }
        if self.place.strategy() == Strategy::Sliced {
            let slices = self.lanes.iter().map(|lane| lane.total_ms(Phase::Compute));
            return Some(slices.sum());
        }
        self.compute_span().map(|span| span.duration_ms)
    }

    /// From the first computation's start to the last one's end on the page's clock, or `None` if
    /// nothing was computed to its end.
    #[must_use]
    pub(crate) fn compute_span(&self) -> Option<Span> {
        if !self.is_finished() {
            return None;
        }
        self.spans(Phase::Compute)
            .map(|span| (span.start_ms, span.end_ms()))
            .reduce(|(start, end), (other_start, other_end)| {
                (start.min(other_start), end.max(other_end))
            })
            .map(|(start, end)| Span::between(Phase::Compute, start, end))
    }

    fn spans(&self, phase: Phase) -> impl Iterator<Item = &Span> {
        self.lanes
            .iter()
            .flat_map(|lane| &lane.spans)
            .filter(move |span| span.phase == phase)
    }

    /// The time from the press of the button until the result was there.
    #[must_use]
    pub(crate) fn total_ms(&self) -> f64 {
        // Clocks of different threads may differ, and some go back when the system's is set.
        (self.end_ms - self.start_ms).max(0.0)
    }

    /// How long the work took: from the press of the button to the result, but on the page's own thread
    /// without the frames that are let through first, so that the page can say what is about to happen.
    /// They are this lab's doing, and no cost of working there.
    #[must_use]
    pub(crate) fn work_ms(&self) -> f64 {
        match self.place {
            Place::Main | Place::Sliced { .. } => {
                let loading: f64 = self
                    .spans(Phase::Compile)
                    .map(|span| span.duration_ms)
                    .sum();
                loading + extent_of_work(self.lanes.iter().flat_map(|lane| &lane.spans))
            }
            Place::Worker | Place::Pool { .. } | Place::Parallel { .. } => self.total_ms(),
        }
    }

    /// The longest wait for a frame while the run went on, or `None` if no figure can be trusted.
    #[must_use]
    pub(crate) fn longest_frame_ms(&self) -> Option<f64> {
        if self.trust.is_void() {
            return None;
        }
        self.frames
            .iter()
            .filter(|frame| {
                frame.start_ms < self.end_ms && frame.start_ms + frame.gap_ms > self.start_ms
            })
            .map(|frame| frame.gap_ms)
            .reduce(f64::max)
    }

    /// How long input would have been kept waiting by long frames, or `None` where there were none
    /// or the browser does not report them.
    #[must_use]
    pub(crate) fn blocking_ms(&self) -> Option<f64> {
        self.long_frames
            .iter()
            .map(|frame| frame.blocking_ms)
            .reduce(|all, one| all + one)
    }

    /// How the page fared meanwhile, or `None` if that cannot be told.
    #[must_use]
    pub(crate) fn liveliness(&self) -> Option<Liveliness> {
        let longest_ms = self.longest_frame_ms()?;
        let frozen = self
            .compute_ms()
            .is_some_and(|compute_ms| longest_ms >= FROZEN_SHARE * compute_ms);
        Some(match (longest_ms > LONG_FRAME_MS, frozen) {
            (false, _) => Liveliness::Smooth,
            (true, false) => Liveliness::Janky,
            (true, true) => Liveliness::Frozen,
        })
    }
}

/// How a page fared while something was computed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Liveliness {
    /// No frame was long.
    Smooth,
    /// Some frame was long, but no part of the computation to speak of.
    Janky,
    /// The page stood still for most of the computation.
    Frozen,
}

/// A page that stands still for this share of a computation is frozen by it; for less, something
/// else held it up.
const FROZEN_SHARE: f64 = 0.5;

#[cfg(test)]
pub(super) mod tests;
