//! Where the time of a run went: spans on one clock, gathered into one lane per thread.
//!
//! Every instant is in milliseconds since the Unix epoch (`timeOrigin + now()` in a browser), so
//! spans that were measured on different threads can stand side by side.

#[cfg(any(test, feature = "fixtures"))]
pub mod fixtures;

use serde::{Deserialize, Serialize};

/// What a thread was doing during a span of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// From the request for a thread until its first line runs.
    Spawn,
    /// Fetching, compiling and instantiating the code that computes.
    Compile,
    /// Waiting for a thread that is free and ready.
    Queue,
    /// From the sending of the request until the worker holds it.
    Transfer,
    /// Copying bytes into or out of a module's own memory.
    Copy,
    /// The computation itself.
    Compute,
    /// From the sending of the result until the receiver holds it.
    Return,
    /// An attempt that ended with its worker, which failed: from the sending of the request until the
    /// worker was lost. What of it was computing, the worker could not tell any more.
    Crashed,
    /// The same, with a worker that ended without a word.
    Exited,
    /// The same, with a worker that was ended because it did not move, or its time was up.
    Hung,
}

impl Phase {
    /// Every phase, in the order in which a run goes through them.
    pub const ALL: [Self; 10] = [
        Self::Spawn,
        Self::Compile,
        Self::Queue,
        Self::Transfer,
        Self::Copy,
        Self::Compute,
        Self::Return,
        Self::Crashed,
        Self::Exited,
        Self::Hung,
    ];

    /// Whether it is an attempt that gave nothing, because its worker was lost.
    #[must_use]
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Crashed | Self::Exited | Self::Hung)
    }
}

/// One uninterrupted stretch of one phase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// What happened.
    pub phase: Phase,
    /// When it began, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// How long it took; never negative.
    pub duration_ms: f64,
}

impl Span {
    /// The span between two instants.
    ///
    /// Clocks of different threads may disagree by a fraction of their step; an end before the
    /// start is that disagreement and counts as zero.
    #[must_use]
    pub fn between(phase: Phase, start_ms: f64, end_ms: f64) -> Self {
        Self {
            phase,
            start_ms,
            duration_ms: (end_ms - start_ms).max(0.0),
        }
    }

    /// When it ended, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn end_ms(&self) -> f64 {
        self.start_ms + self.duration_ms
    }
}

/// The thread that a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thread {
    /// The page's own thread, which also paints and answers input.
    Main,
    /// A worker, by its place in the pool, counted from zero.
    Worker(usize),
    /// A thread that a worker started to share its memory, counted from zero.
    Sub(usize),
}

/// What one thread did, in order of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Whose lane it is.
    pub thread: Thread,
    /// Its spans, by start.
    pub spans: Vec<Span>,
}

impl Lane {
    /// A lane with its spans put in order of their start.
    #[must_use]
    pub fn new(thread: Thread, mut spans: Vec<Span>) -> Self {
        spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        Self { thread, spans }
    }

    /// The time that the lane spent in one phase, in milliseconds.
    #[must_use]
    pub fn total_ms(&self, phase: Phase) -> f64 {
        self.spans
            .iter()
            .filter(|span| span.phase == phase)
            .map(|span| span.duration_ms)
            .sum()
    }
}

/// A frame that takes longer than this is felt as a hitch; browsers report such frames as *long
/// animation frames*.
pub const LONG_FRAME_MS: f64 = 50.0;

/// The time between two frames of a page's animation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// When the earlier frame ran, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// How long until the next one.
    pub gap_ms: f64,
}

/// A long animation frame, as the browser itself reports it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LongFrame {
    /// When it began, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// How long it took.
    pub duration_ms: f64,
    /// How much of it would have kept input waiting.
    pub blocking_ms: f64,
}

/// The earliest start and the latest end of all spans, or `None` where there is none.
#[must_use]
pub fn extent_ms(lanes: &[Lane]) -> Option<(f64, f64)> {
    lanes
        .iter()
        .flat_map(|lane| &lane.spans)
        .map(|span| (span.start_ms, span.end_ms()))
        .reduce(|(start, end), (other_start, other_end)| {
            (start.min(other_start), end.max(other_end))
        })
}

#[cfg(test)]
mod tests {
    use super::fixtures::lanes;
    use super::*;

    #[test]
    fn clocks_that_disagree_give_an_empty_span_and_not_a_negative_one() {
        let transfer = Span::between(Phase::Transfer, 10.0, 9.995);
        assert!(transfer.duration_ms.abs() < f64::EPSILON);
        assert!((transfer.end_ms() - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_lane_orders_its_spans_and_sums_each_phase() {
        let lane = &lanes("worker 0: compute 5-9, spawn 0-2, compute 10-11")[0];
        assert_eq!(lane.spans[0].phase, Phase::Spawn);
        assert!((lane.total_ms(Phase::Compute) - 5.0).abs() < 1e-9);
        assert!(lane.total_ms(Phase::Queue).abs() < f64::EPSILON);
    }

    #[test]
    fn the_extent_covers_all_lanes() {
        assert_eq!(extent_ms(&[]), None);
        let lanes = lanes("main: queue 3-4\nworker 0: compute 4-12");
        assert_eq!(extent_ms(&lanes), Some((3.0, 12.0)));
    }
}
