//! What waits where, as it is shown: each callback with what it is, who queued it and what it will execute.

use event_loop::replay::{Entry, State};
use event_loop::trace::{Event, Origin, Phase, Queue, Step, TaskId};

use super::run::{Code, Run};

/// The most callbacks of a queue that are shown; how many more there are is said.
pub(crate) const SHOWN_MAX: usize = 5;

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub queue: Queue,
    pub entries: Vec<Shown>,
    /// How many more wait behind those.
    pub hidden: usize,
}

/// A callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub task: TaskId,
    pub origin: Origin,
    /// What it is more exactly; may be empty.
    pub label: String,
    /// The line that queued it.
    pub line: Option<u32>,
    /// What it will execute first.
    pub code: Option<Code>,
    pub due_ns: Option<u64>,
}

/// A callback as it is shown.
pub(crate) fn shown(run: &Run, entry: &Entry) -> Shown {
    Shown {
        task: entry.task,
        origin: entry.origin,
        label: entry.label.clone(),
        line: entry.line,
        code: run.first_code(entry.task),
        due_ns: entry.due_ns,
    }
}

/// Whether what runs never waited: the main module, and what Node does itself.
pub(crate) fn is_no_callback(entry: &Shown) -> bool {
    entry.origin == Origin::Internal && entry.label.is_empty() && entry.line.is_none()
}

/// One queue.
pub(crate) fn row(run: &Run, state: &State, queue: Queue) -> Row {
    let entries = state.queue(queue);
    Row {
        queue,
        entries: entries
            .iter()
            .take(SHOWN_MAX)
            .map(|entry| shown(run, entry))
            .collect(),
        hidden: entries.len().saturating_sub(SHOWN_MAX),
    }
}

/// The queues in which something ever waits.
pub(crate) fn used(steps: &[Step]) -> Vec<Queue> {
    let is_used = |queue: &Queue| {
        let mut events = steps.iter().map(|step| &step.event);
        events.any(|event| matches!(event, Event::Queued { queue: of, .. } if of == queue))
    };
    Queue::ALL.into_iter().filter(is_used).collect()
}

/// The phases of the wheel, in the loop's order.
pub(crate) const PHASES: [Phase; 5] = [
    Phase::Timers,
    Phase::Pending,
    Phase::Poll,
    Phase::Check,
    Phase::Close,
];

/// The queue whose callbacks a phase executes.
pub(crate) const fn queue_of(phase: Phase) -> Option<Queue> {
    match phase {
        Phase::Timers => Some(Queue::Timers),
        Phase::Pending => Some(Queue::Pending),
        Phase::Poll => Some(Queue::Poll),
        Phase::Check => Some(Queue::Check),
        Phase::Close => Some(Queue::Close),
        Phase::Main | Phase::Exit => None,
    }
}

/// What runs just now, and thereby whose turn it is: a tick or a microtask runs between the callbacks of phases.
pub(crate) fn is_between(state: &State) -> Option<Queue> {
    match state.running.last()?.origin {
        Origin::NextTick => Some(Queue::NextTick),
        Origin::Promise | Origin::QueueMicrotask => Some(Queue::Microtask),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    #[test]
    fn a_queue_tells_what_waits_and_what_it_will_execute() {
        let run = run();
        let row = row(&run, &run.state(6), Queue::NextTick);
        assert_eq!((row.entries.len(), row.hidden), (1, 0));
        let entry = &row.entries[0];
        assert_eq!((entry.task, entry.line), (2, Some(2)));
        let code = entry.code.as_ref().map(|code| code.text.as_str());
        assert_eq!(code, Some("console.log('tick')"));
    }

    #[test]
    fn queues_are_used_where_something_waits_in_them() {
        let used = used(run().replay.steps());
        assert_eq!(used, [Queue::NextTick, Queue::Timers]);
    }

    #[test]
    fn a_tick_runs_between_callbacks() {
        let run = run();
        assert_eq!(is_between(&run.state(11)), Some(Queue::NextTick));
        assert_eq!(is_between(&run.state(20)), None);
    }
}
