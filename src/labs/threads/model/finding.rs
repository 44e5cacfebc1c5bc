//! What the runs of one press of the button show, in figures.

use kernels::Spec;
use sampling::Median;
use timeline::LONG_FRAME_MS;

use super::resolution;
use super::run::{Check, Ending, Run};
use super::summary::{Group, Worst, groups};
use crate::place::Place;
use crate::trust::{Reason, gathered};

/// What runs beside the main thread did, as far as the finding speaks of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OffMainThread {
    /// Where.
    pub place: Place,
    /// How long they took from the press of the button, in milliseconds.
    pub total: Median,
    /// The longest wait for a frame meanwhile.
    pub longest: Worst,
}

/// What a batch of runs shows, in figures; the catalogue has the words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// The main thread computed, and the page stood still.
    Froze {
        /// The longest wait for a frame.
        longest: Worst,
    },
    /// Something else computed, and the page went on.
    Alive(OffMainThread),
    /// The same work on the main thread and elsewhere.
    Both {
        /// The longest wait while the main thread computed.
        froze: Worst,
        /// The quickest of the others whose frames were short.
        off_main: OffMainThread,
    },
    /// Something else computed, and the page was janky all the same.
    Janky(OffMainThread),
    /// The main thread computed too briefly for anyone to notice.
    TooShort {
        /// How long it computed, in milliseconds.
        compute: Median,
    },
    /// Something was computed so briefly that the timer does not tell it from nothing.
    BelowResolution {
        /// The timer's step, in milliseconds.
        step_ms: f64,
        /// Work of which a run would last long enough.
        long_enough: Option<Spec>,
    },
    /// No figure counts, for these reasons.
    Void(Vec<Reason>),
    /// A result is wrong, so its time says nothing.
    Wrong,
    /// Nothing ended with a result.
    Nothing,
}

impl Finding {
    /// Whether each of its figures comes from one run.
    #[must_use]
    pub(crate) fn is_of_one_run(&self) -> bool {
        match self {
            Self::Froze { longest } => longest.count == 1,
            Self::Both { froze, off_main } => froze.count == 1 && off_main.total.count == 1,
            Self::Alive(off_main) | Self::Janky(off_main) => off_main.total.count == 1,
            Self::TooShort { compute } => compute.count == 1,
            Self::BelowResolution { .. } | Self::Void(_) | Self::Wrong | Self::Nothing => false,
        }
    }
}

/// Runs that a finding does not speak of, although they ended with a result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LeftOut {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub all: usize,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Which runs of one press of the button are left out because of the conditions meanwhile, where others
/// are not.
#[must_use]
pub(crate) fn left_out(runs: &[Run]) -> Option<LeftOut> {
    let is_void = |run: &&Run| !run.void_reasons().is_empty();
    let count = runs.iter().filter(is_void).count();
    (count > 0 && runs.iter().any(Run::is_valid)).then(|| LeftOut {
        count,
        all: runs.len(),
        reasons: void_reasons(runs),
    })
}

fn void_reasons(runs: &[Run]) -> Vec<Reason> {
    gathered(runs.iter().flat_map(Run::void_reasons))
}

/// What the runs of one press of the button show.
#[must_use]
pub(crate) fn finding(runs: &[Run]) -> Finding {
    let is_wrong = |run: &Run| {
        matches!(
            run.ending,
            Ending::Finished {
                check: Check::Differs(_),
                ..
            }
        )
    };
    if !runs.iter().any(Run::is_finished) {
        return Finding::Nothing;
    }
    if runs.iter().any(is_wrong) {
        return Finding::Wrong;
    }
    if !runs.iter().any(Run::is_valid) {
        return Finding::Void(void_reasons(runs));
    }
    let groups = groups(runs);
    if let Some(finding) = below_resolution(&groups) {
        return finding;
    }
    let is_main = |group: &&Group| group.place == Place::Main;
    let main = groups
        .iter()
        .find(is_main)
        .and_then(|group| Some((group.compute?, group.longest_frame?)));
    let off_main = groups
        .iter()
        .filter(|group| !is_main(group))
        .filter_map(|group| {
            Some(OffMainThread {
                place: group.place,
                total: group.total?,
                longest: group.longest_frame?,
            })
        })
        // Those that left the page alive come first, then the quickest.
        .min_by(|a, b| {
            let by_time = a.total.median.total_cmp(&b.total.median);
            a.is_janky().cmp(&b.is_janky()).then(by_time)
        });
    match (main, off_main) {
        (Some((compute, froze)), _) if froze.ms <= LONG_FRAME_MS => Finding::TooShort { compute },
        (Some((_, froze)), Some(off_main)) => Finding::Both { froze, off_main },
        (Some((_, longest)), None) => Finding::Froze { longest },
        (None, Some(off_main)) if off_main.is_janky() => Finding::Janky(off_main),
        (None, Some(off_main)) => Finding::Alive(off_main),
        (None, None) => Finding::Nothing,
    }
}

/// Whether the timer does not see how long some of the work took.
fn below_resolution(groups: &[Group]) -> Option<Finding> {
    let unseen = |group: &&Group| {
        let total = group.total.map(|total| total.median);
        total.is_some_and(|ms| !resolution::is_seen(ms, group.step_ms))
    };
    let group = groups.iter().find(unseen)?;
    let lasted_ms = group.total.map_or(0.0, |total| total.median);
    Some(Finding::BelowResolution {
        step_ms: group.step_ms,
        long_enough: resolution::long_enough(
            group.computation,
            group.engine,
            lasted_ms,
            group.step_ms,
        ),
    })
}

impl OffMainThread {
    /// Whether some frame was too long for the page to be called alive.
    fn is_janky(&self) -> bool {
        self.longest.ms > 2.0 * LONG_FRAME_MS
    }
}

#[cfg(test)]
mod tests;
