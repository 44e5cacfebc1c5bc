//! Keeps what happened, within bounds.

use super::report::{Event, Listed, QueueStep, Span, Status, Suspect, Wait};

/// Events that a run lists.
pub const EVENTS_MAX: usize = 5_000;

/// Spans that a run lists.
pub const SPANS_MAX: usize = 20_000;

/// Waits that a run lists.
pub const WAITS_MAX: usize = 10_000;

/// Steps of the queue's length that a run lists.
pub const QUEUE_STEPS_MAX: usize = 20_000;

/// Statuses that a run lists.
pub const STATUSES_MAX: usize = 1_000;

/// Suspects, and deadlocks, that a run lists.
pub const SUSPECTS_MAX: usize = 1_000;

impl<T> Listed<T> {
    pub(super) const fn new() -> Self {
        Self {
            items: Vec::new(),
            left_out: 0,
        }
    }

    pub(super) fn push(&mut self, item: T, max: usize) {
        if self.items.len() < max {
            self.items.push(item);
        } else {
            self.left_out += 1;
        }
    }

    /// How many there were.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.items.len() as u64 + self.left_out
    }
}

#[derive(Debug)]
pub(super) struct Recorder {
    pub(super) events: Listed<Event>,
    pub(super) spans: Listed<Span>,
    pub(super) waits: Listed<Wait>,
    pub(super) queue: Listed<QueueStep>,
    /// What the last step said.
    waiting: Option<u32>,
    pub(super) statuses: Listed<Status>,
    pub(super) suspects: Listed<Suspect>,
}

impl Recorder {
    pub(super) fn new() -> Self {
        Self {
            events: Listed::new(),
            spans: Listed::new(),
            waits: Listed::new(),
            queue: Listed::new(),
            waiting: None,
            statuses: Listed::new(),
            suspects: Listed::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        self.events.push(event, EVENTS_MAX);
    }

    /// A state of no time is none.
    pub(super) fn span(&mut self, span: Span) {
        if span.start_ns < span.end_ns {
            self.spans.push(span, SPANS_MAX);
        }
    }

    pub(super) fn wait(&mut self, wait: Wait) {
        if wait.start_ns < wait.end_ns {
            self.waits.push(wait, WAITS_MAX);
        }
    }

    /// A step only where the number changes.
    pub(super) fn queue(&mut self, step: QueueStep) {
        if self.waiting != Some(step.waiting) {
            self.waiting = Some(step.waiting);
            self.queue.push(step, QUEUE_STEPS_MAX);
        }
    }

    pub(super) fn status(&mut self, status: Status) {
        self.statuses.push(status, STATUSES_MAX);
    }

    pub(super) fn suspect(&mut self, suspect: Suspect) {
        self.suspects.push(suspect, SUSPECTS_MAX);
    }
}
