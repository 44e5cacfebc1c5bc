//! The runs that outlive the page: the newest, within bounds, and the figures that are shown of them unchanged.

use serde::{Deserialize, Serialize};
use timeline::{Frame, Lane, Phase, Span};

use super::run::Run;

/// How many frames are kept of all runs together: a record of them has half a megabyte.
const FRAMES_MAX: usize = 10_000;

/// How many spans are kept of all runs together: a record of them has a megabyte.
const SPANS_MAX: usize = 15_000;

/// Runs as a record holds them. Pictures that were computed are no part of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptRuns {
    /// The oldest first.
    pub runs: Vec<Run>,
    /// The numbers of those that are shown in full, in the order in which they stand.
    pub batch: Vec<u32>,
    /// What of them is not here.
    pub left_out: LeftOut,
}

/// What was left out so that a record stays small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftOut {
    /// Runs, the oldest of all.
    pub runs: usize,
    /// Frames, the shortest of their runs.
    pub frames: usize,
    /// Spans that were put together with others of their phase.
    pub spans: usize,
    /// The most frames that a record holds.
    pub frames_max: usize,
    /// The most spans that a record holds.
    pub spans_max: usize,
}

impl KeptRuns {
    /// What is kept of `runs`, of which those of `batch` are shown in full.
    #[must_use]
    pub(crate) fn of(runs: &[Run], batch: &[Run]) -> Self {
        Self::within(runs, batch, FRAMES_MAX, SPANS_MAX)
    }

    fn within(runs: &[Run], batch: &[Run], frames_max: usize, spans_max: usize) -> Self {
        let mut left_out = LeftOut {
            frames_max,
            spans_max,
            ..LeftOut::default()
        };
        let is_shown = |run: &&Run| batch.iter().any(|shown| shown.number == run.number);
        // What is shown in full comes first, the rest from the newest on.
        let (shown, others): (Vec<&Run>, Vec<&Run>) = runs.iter().rev().partition(is_shown);
        let (mut frames_left, mut spans_left) = (frames_max, spans_max);
        let mut kept: Vec<Run> = Vec::new();
        for run in shown.into_iter().chain(others) {
            let lanes = lanes_within(&run.lanes, spans_left);
            let spans = span_count(&lanes);
            let frames = frames_within(run, frames_left);
            if spans > spans_left || frames.len() > frames_left {
                left_out.runs += 1;
                continue;
            }
            spans_left -= spans;
            frames_left -= frames.len();
            left_out.spans += span_count(&run.lanes) - spans;
            left_out.frames += run.frames.len() - frames.len();
            kept.push(Run {
                lanes,
                frames,
                ..run.clone()
            });
        }
        kept.sort_by_key(|run| run.number);
        let is_here = |number: &u32| kept.iter().any(|run| run.number == *number);
        Self {
            batch: batch.iter().map(|run| run.number).filter(is_here).collect(),
            runs: kept,
            left_out,
        }
    }

    /// The runs, and those of them that are shown in full; what is wrong with them otherwise.
    pub(crate) fn into_runs(self) -> Result<(Vec<Run>, Vec<Run>), String> {
        let find = |number: &u32| {
            let found = self.runs.iter().find(|run| run.number == *number);
            found.cloned().ok_or_else(|| format!("no run {number}"))
        };
        let batch: Result<Vec<Run>, String> = self.batch.iter().map(find).collect();
        Ok((batch?, self.runs)).map(|(batch, runs)| (runs, batch))
    }
}

fn span_count(lanes: &[Lane]) -> usize {
    lanes.iter().map(|lane| lane.spans.len()).sum()
}

/// The lanes as they are, if there is room for them, else with what the figures need of them: when each phase began
/// and ended, and how long it took in all.
fn lanes_within(lanes: &[Lane], room: usize) -> Vec<Lane> {
    if span_count(lanes) <= room {
        return lanes.to_vec();
    }
    let put_together = |lane: &Lane| {
        let spans = Phase::ALL
            .into_iter()
            .flat_map(|phase| of_phase(lane, phase));
        Lane::new(lane.thread, spans.collect())
    };
    lanes.iter().map(put_together).collect()
}

/// Two spans in the place of all of a phase: they begin and end with it, and take as long together.
fn of_phase(lane: &Lane, phase: Phase) -> Vec<Span> {
    let of_phase = || lane.spans.iter().filter(|span| span.phase == phase);
    let (Some(first), Some(last)) = (
        of_phase().next(),
        of_phase().max_by(|one, other| one.end_ms().total_cmp(&other.end_ms())),
    ) else {
        return Vec::new();
    };
    if of_phase().count() == 1 {
        return vec![*first];
    }
    let before_ms = lane.total_ms(phase) - last.duration_ms;
    let before = Span {
        duration_ms: before_ms,
        ..*first
    };
    vec![before, *last]
}

/// So many of a run's frames, in their order: those that kept the page waiting longest, and one at least.
fn frames_within(run: &Run, room: usize) -> Vec<Frame> {
    if run.frames.len() <= room {
        return run.frames.clone();
    }
    let is_during =
        |frame: &Frame| frame.start_ms < run.end_ms && frame.start_ms + frame.gap_ms > run.start_ms;
    let mut frames = run.frames.clone();
    frames.sort_by(|one, other| {
        let rank = is_during(other).cmp(&is_during(one));
        rank.then(other.gap_ms.total_cmp(&one.gap_ms))
    });
    frames.truncate(room.max(1));
    frames.sort_by(|one, other| one.start_ms.total_cmp(&other.start_ms));
    frames
}

#[cfg(test)]
mod tests;
