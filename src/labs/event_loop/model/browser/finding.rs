//! What a run comes to, in one sentence.

use super::program::ProgramId;
use super::record::{Ending, Entry, Kind, Priority, Recording, median};
use super::rules::{NESTING_FREE, Verdict, verdicts};
use super::stages::{Stage, stages};

/// What a run comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// In which order the kinds came, and when the first frame did.
    Each {
        /// Microtasks that ran before anything else.
        microtasks: u32,
        /// The kinds after them, each where its first callback ran.
        order: Vec<Kind>,
        frame_after_ms: Option<f64>,
    },
    /// How long nested timers waited.
    Nested {
        /// The median of those that may run at once, in milliseconds.
        free_ms: f64,
        /// The median of those that must wait.
        clamped_ms: f64,
        /// The place of the first that must wait, from one.
        from: u32,
    },
    /// What a flood kept waiting.
    Flood {
        microtasks: u32,
        took_ms: f64,
        late_ms: f64,
        /// Frames that came between as many messages.
        frames_between: u32,
    },
    /// Rounds between two frames.
    Rounds { timers: f64, messages: f64 },
    /// The longest time between two frames.
    Slices {
        whole_ms: f64,
        /// What did best in slices.
        best: Kind,
        best_ms: f64,
        /// And what did worst.
        worst: Kind,
        worst_ms: f64,
    },
    /// Tasks by priority.
    Priorities {
        /// The priority of each, as they ran.
        order: Vec<Priority>,
    },
    /// It ended too early for any.
    Nothing,
}

/// What a run comes to.
pub(crate) fn finding(recording: &Recording) -> Finding {
    let found = match recording.program {
        ProgramId::Each => each(recording),
        ProgramId::Nested => nested(recording),
        ProgramId::Flood => flood(recording),
        ProgramId::Rounds => rounds(recording),
        ProgramId::Slices => slices(recording),
        ProgramId::Priorities => priorities(recording),
    };
    found.unwrap_or(Finding::Nothing)
}

/// The first rule that the run broke.
pub(crate) fn broken(recording: &Recording) -> Option<Verdict> {
    let mut verdicts = verdicts(recording).into_iter();
    verdicts.find(|verdict| verdict.breach.is_some())
}

fn each(recording: &Recording) -> Option<Finding> {
    let entries = recording.entries.get(1..).filter(|all| !all.is_empty())?;
    let first = entries
        .iter()
        .take_while(|entry| entry.kind().is_microtask());
    let mut order: Vec<Kind> = Vec::new();
    let later = entries.iter().map(Entry::kind);
    for kind in later.filter(|kind| !kind.is_microtask()) {
        if !order.contains(&kind) {
            order.push(kind);
        }
    }
    let frame = entries.iter().find(|entry| entry.kind() == Kind::Frame);
    Some(Finding::Each {
        microtasks: first.map(|entry| entry.count).sum(),
        order,
        frame_after_ms: frame.map(|frame| frame.start_ms - recording.start_ms()),
    })
}

fn nested(recording: &Recording) -> Option<Finding> {
    let timers = || {
        let entries = recording.entries.iter();
        entries.filter(|entry| entry.kind() == Kind::Timer)
    };
    let waits = |clamped: bool| {
        let of = timers().filter(|entry| (entry.ticket.nesting > NESTING_FREE) == clamped);
        median(of.map(Entry::waited_ms).collect())
    };
    Some(Finding::Nested {
        free_ms: waits(false)?,
        clamped_ms: waits(true)?,
        from: NESTING_FREE + 2,
    })
}

fn flood(recording: &Recording) -> Option<Finding> {
    let all = stages(recording);
    let microtasks = by(&all, Kind::Microtask)?;
    let of_kind = |kind| {
        let entries = recording.entries.iter();
        entries.filter(move |entry| entry.kind() == kind)
    };
    let (first, last) = (
        of_kind(Kind::Message).next()?,
        of_kind(Kind::Message).next_back()?,
    );
    let frames = recording
        .frames
        .iter()
        .filter(|frame| (first.start_ms..=last.end_ms).contains(&frame.start_ms));
    Some(Finding::Flood {
        microtasks: microtasks.callbacks,
        took_ms: of_kind(Kind::Microtask).map(Entry::duration_ms).sum(),
        late_ms: microtasks.late_ms?,
        frames_between: u32::try_from(frames.count()).unwrap_or(u32::MAX),
    })
}

fn rounds(recording: &Recording) -> Option<Finding> {
    let all = stages(recording);
    Some(Finding::Rounds {
        timers: by(&all, Kind::Timer)?.per_frame?,
        messages: by(&all, Kind::Message)?.per_frame?,
    })
}

fn slices(recording: &Recording) -> Option<Finding> {
    let all = stages(recording);
    let whole = all.iter().find(|stage| stage.by.is_none())?;
    let sliced = all.iter().filter_map(|stage| {
        let is_complete = stage.ending == Ending::Completed;
        Some((stage.by.filter(|_| is_complete)?, stage.longest_gap_ms?))
    });
    let by_gap = |one: &(Kind, f64), other: &(Kind, f64)| one.1.total_cmp(&other.1);
    let (best, best_ms) = sliced.clone().min_by(by_gap)?;
    let (worst, worst_ms) = sliced.max_by(by_gap)?;
    Some(Finding::Slices {
        whole_ms: whole.longest_gap_ms?,
        best,
        best_ms,
        worst,
        worst_ms,
    })
}

fn priorities(recording: &Recording) -> Option<Finding> {
    let entries = recording.entries.iter();
    let tasks = entries.filter_map(|entry| match entry.kind() {
        Kind::Task(priority) => Some(priority),
        _ => None,
    });
    let order: Vec<Priority> = tasks.collect();
    (!order.is_empty()).then_some(Finding::Priorities { order })
}

fn by(stages: &[Stage], kind: Kind) -> Option<&Stage> {
    stages.iter().find(|stage| stage.by == Some(kind))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{EACH, run};
    use super::*;

    #[test]
    fn one_of_each_is_told_in_the_order_in_which_they_ran() {
        let found = finding(&run(ProgramId::Each, EACH));
        let Finding::Each {
            microtasks,
            order,
            frame_after_ms,
        } = found
        else {
            panic!("{found:?}");
        };
        assert_eq!(microtasks, 3);
        assert_eq!(
            order,
            [
                Kind::Message,
                Kind::Timer,
                Kind::Frame,
                Kind::Layout,
                Kind::Idle
            ]
        );
        assert_eq!(frame_after_ms, Some(16.0));
        assert_eq!(broken(&run(ProgramId::Each, EACH)), None);
    }

    #[test]
    fn a_flood_is_held_against_as_many_messages() {
        let found = finding(&run(
            ProgramId::Flood,
            "frames 0 16 32
             stage microtask
             script 33-34 > frame 1, microtask 1
             microtask 1 x2000 34-74
             frames 75
             frame 1 @75 75-76
             stage message
             script 77-78 > frame 1, message 1
             message 1 x1500 78-90 > message 2
             frames 91
             frame 1 @91 91-91.5
             message 2 x500 92-95",
        ));
        let expected = Finding::Flood {
            microtasks: 2_000,
            took_ms: 40.0,
            late_ms: 27.0,
            frames_between: 1,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn slices_are_held_against_the_whole() {
        let found = finding(&run(
            ProgramId::Slices,
            "frames 0 16 32
             script 33-433
             frames 434 450
             stage timer
             script 451-451 > timer 1
             timer 1 451-456 > timer 2
             timer 2 460-465
             frames 466
             stage continuation
             script 467-467 > continuation 1
             continuation 1 467-472 > continuation 2
             continuation 2 472-477
             frames 490",
        ));
        let expected = Finding::Slices {
            whole_ms: 402.0,
            best: Kind::Timer,
            best_ms: 16.0,
            worst: Kind::Continuation,
            worst_ms: 24.0,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn what_ended_at_once_comes_to_nothing() {
        for program in [
            ProgramId::Each,
            ProgramId::Nested,
            ProgramId::Flood,
            ProgramId::Rounds,
            ProgramId::Slices,
            ProgramId::Priorities,
        ] {
            assert_eq!(finding(&run(program, "script 0-1")), Finding::Nothing);
        }
    }
}
