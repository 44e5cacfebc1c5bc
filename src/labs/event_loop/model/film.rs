//! Where somebody can go who steps through a run, and how fast it plays by itself.

use std::collections::BTreeSet;

use event_loop::trace::{Event, Step, TaskId};

/// How long a run takes that plays by itself, in milliseconds: what it is about is seen within ten seconds.
const WHOLE_MS: u32 = 8_000;

/// The least and the most time that one move is shown when a run plays by itself, in milliseconds.
const MOVE_MS: (u32, u32) = (50, 400);

/// How fast a run plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// What it is about, so fast that all of it is seen within some seconds.
    Fit,
    /// A move a second.
    Slow,
    /// Three moves a second.
    Medium,
    /// Ten moves a second.
    Fast,
}

impl Speed {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Fit, Self::Slow, Self::Medium, Self::Fast];

    /// Its name in the page.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Slow => "slow",
            Self::Medium => "medium",
            Self::Fast => "fast",
        }
    }

    /// How a run of so many moves plays.
    pub(crate) fn pace(self, moves: usize) -> Pace {
        let each = |move_ms| Pace { move_ms, stride: 1 };
        match self {
            Self::Slow => each(1_000),
            Self::Medium => each(333),
            Self::Fast => each(100),
            Self::Fit => {
                let moves = u32::try_from(moves.max(1)).unwrap_or(u32::MAX);
                let move_ms = (WHOLE_MS / moves).clamp(MOVE_MS.0, MOVE_MS.1);
                let shown = WHOLE_MS / move_ms;
                Pace {
                    move_ms,
                    stride: moves.div_ceil(shown).max(1) as usize,
                }
            }
        }
    }
}

/// How long each picture is shown, and how many moves there are from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub move_ms: u32,
    pub stride: usize,
}

/// Numbers of steps after which there is something new to see: not when a phase is entered that has nothing to do.
pub(crate) fn moves(steps: &[Step]) -> Vec<usize> {
    let is_seen = |index: &usize| match steps[*index].event {
        Event::Turn(_) | Event::Skipped { .. } => false,
        Event::Phase(_) => is_worked_in(steps, *index),
        _ => true,
    };
    let mut moves: Vec<usize> = (0..steps.len())
        .filter(is_seen)
        .map(|index| index + 1)
        .collect();
    if moves.last() != Some(&steps.len()) && !steps.is_empty() {
        moves.push(steps.len());
    }
    moves
}

/// Of these, what a run is about: what the program queues, which callbacks execute its code, and what they print. What
/// Node does in between, such as to read a file piece by piece, is passed over.
pub(crate) fn highlights(steps: &[Step]) -> Vec<usize> {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut queued: BTreeSet<TaskId> = BTreeSet::new();
    let mut running: Vec<(TaskId, usize)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let at = index + 1;
        match &step.event {
            Event::Queued {
                task,
                line: Some(_),
                ..
            } if queued.insert(*task) => {
                seen.insert(at);
            }
            Event::ThreadTook { task, .. } if queued.contains(task) => {
                seen.insert(at);
            }
            Event::Started(task) => running.push((*task, at)),
            Event::Ended(task) => running.retain(|(of, _)| of != task),
            // What executes a statement of the program is of it.
            Event::Statement { .. } => seen.extend(running.last().map(|(_, at)| *at)),
            Event::Printed { .. }
            | Event::Blocked { .. }
            | Event::Slept { .. }
            | Event::Uncaught { .. } => {
                seen.insert(at);
            }
            _ => {}
        }
    }
    if !steps.is_empty() {
        seen.insert(steps.len());
    }
    seen.into_iter().collect()
}

/// Whether anything happens in the phase that begins there.
fn is_worked_in(steps: &[Step], phase: usize) -> bool {
    steps
        .get(phase + 1)
        .is_some_and(|next| !matches!(next.event, Event::Phase(_) | Event::Turn(_)))
}

/// The move after so many steps; the last one where there is none.
pub(crate) fn next(moves: &[usize], at: usize, stride: usize) -> usize {
    let index = moves.partition_point(|of| *of <= at) + stride.saturating_sub(1);
    let last = moves.last().copied().unwrap_or(0);
    moves.get(index).copied().unwrap_or(last)
}

/// The move before so many steps; the beginning where there is none.
pub(crate) fn back(moves: &[usize], at: usize) -> usize {
    let index = moves.partition_point(|of| *of < at);
    index.checked_sub(1).map_or(0, |index| moves[index])
}

/// What somebody may leap to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leap {
    /// The next phase in which something happens.
    Phase,
    /// The next callback.
    Callback,
}

/// The number of steps at the next one; the end where there is none.
pub(crate) fn leap(steps: &[Step], at: usize, to: Leap) -> usize {
    let is_there = |index: &usize| match (to, &steps[*index].event) {
        (Leap::Phase, Event::Phase(_)) => is_worked_in(steps, *index),
        (Leap::Callback, Event::Started(_)) => true,
        _ => false,
    };
    (at..steps.len())
        .find(is_there)
        .map_or(steps.len(), |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::recorded;
    use super::*;

    #[test]
    fn idle_phases_are_passed_over() {
        let steps = recorded().steps;
        let moves = moves(&steps);
        // Turns, and the phase of timers that has none yet.
        for passed in [14, 15, 18] {
            assert!(!moves.contains(&passed), "{passed} of {moves:?}");
        }
        assert_eq!(moves.len(), steps.len() - 3);
        assert_eq!(moves.last(), Some(&steps.len()));
    }

    #[test]
    fn highlights_are_what_the_program_does() {
        let steps = recorded().steps;
        // Main module, two that it queues, its output; the tick and its output; sleep; the timer, its output, the end.
        assert_eq!(highlights(&steps), [2, 4, 6, 8, 10, 12, 17, 20, 22, 23]);
        assert_eq!(highlights(&[]), [0; 0]);
    }

    #[test]
    fn one_steps_from_move_to_move() {
        let moves = [1, 2, 5];
        assert_eq!(next(&moves, 0, 1), 1);
        assert_eq!(next(&moves, 2, 1), 5);
        assert_eq!(next(&moves, 3, 1), 5);
        assert_eq!(next(&moves, 5, 1), 5);
        assert_eq!(next(&moves, 0, 2), 2);
        assert_eq!(next(&moves, 0, 9), 5);
        assert_eq!(back(&moves, 5), 2);
        assert_eq!(back(&moves, 4), 2);
        assert_eq!(back(&moves, 1), 0);
        assert_eq!(back(&moves, 0), 0);
        assert_eq!((next(&[], 0, 1), back(&[], 0)), (0, 0));
    }

    #[test]
    fn one_leaps_to_callbacks_and_phases() {
        let steps = recorded().steps;
        assert_eq!(leap(&steps, 0, Leap::Callback), 2);
        assert_eq!(leap(&steps, 2, Leap::Callback), 10);
        assert_eq!(leap(&steps, 10, Leap::Callback), 20);
        assert_eq!(leap(&steps, 20, Leap::Callback), steps.len());
        assert_eq!(leap(&steps, 1, Leap::Phase), 16);
        assert_eq!(leap(&steps, 16, Leap::Phase), 19);
    }

    #[test]
    fn every_run_plays_within_ten_seconds() {
        for count in [0, 1, 30, 100, 161, 1_000, 50_000] {
            let pace = Speed::Fit.pace(count);
            let pictures = count.div_ceil(pace.stride);
            let all_ms = pictures * pace.move_ms as usize;
            assert!(all_ms <= 9_000, "{count} moves take {all_ms} ms");
        }
        assert_eq!(Speed::Fit.pace(20).move_ms, 400);
    }
}
