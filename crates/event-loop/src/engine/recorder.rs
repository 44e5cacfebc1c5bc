//! Records the steps of a run.

use crate::trace::{Event, Frame, Race, Step};

/// Statements of one callback that are recorded one by one.
const STATEMENTS_PER_TASK: u32 = 400;

/// The steps so far that nobody has fetched, and what of the program was recorded last.
pub(crate) struct Recorder {
    is_on: bool,
    steps: Vec<Step>,
    count: u64,
    now_ns: u64,
    races: Vec<(u32, Race)>,
    stack: Vec<Frame>,
    /// The statement that was recorded last, of the callback that runs.
    place: Option<u32>,
    statements_of_task: u32,
    skipped: u64,
}

impl Recorder {
    /// Records steps, or only counts them.
    pub(super) fn new(is_on: bool) -> Self {
        Self {
            is_on,
            steps: Vec::new(),
            count: 0,
            now_ns: 0,
            races: Vec::new(),
            stack: Vec::new(),
            place: None,
            statements_of_task: 0,
            skipped: 0,
        }
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn set_now(&mut self, now_ns: u64) {
        self.now_ns = now_ns;
    }

    pub(super) fn push(&mut self, event: Event) {
        if matches!(event, Event::Started(_) | Event::Ended(_)) {
            self.flush_skipped();
            self.statements_of_task = 0;
            self.stack.clear();
            self.place = None;
        }
        if let Event::Statement { place, .. } = &event {
            self.place = Some(*place);
        }
        self.add(event);
    }

    fn add(&mut self, event: Event) {
        self.count += 1;
        if self.is_on {
            self.steps.push(Step {
                at_ns: self.now_ns,
                event,
            });
        }
    }

    fn flush_skipped(&mut self) {
        let statements = std::mem::take(&mut self.skipped);
        if statements > 0 {
            self.add(Event::Skipped { statements });
        }
    }

    /// Whether the next statement is recorded; counts it otherwise.
    pub(super) fn wants_statement(&mut self) -> bool {
        if !self.is_on {
            return false;
        }
        if self.statements_of_task < STATEMENTS_PER_TASK {
            self.statements_of_task += 1;
            return true;
        }
        self.skipped += 1;
        false
    }

    /// Whether a statement that is being executed is to be recorded, now that something comes of it.
    pub(super) fn wants_again(&mut self, place: u32) -> bool {
        if !self.is_on || self.place == Some(place) {
            return false;
        }
        // It is among them, if any were skipped.
        self.skipped = self.skipped.saturating_sub(1);
        self.flush_skipped();
        true
    }

    /// The stack, if it is another than before.
    pub(super) fn new_stack(&mut self, stack: Vec<Frame>) -> Option<Vec<Frame>> {
        if self.stack == stack {
            return None;
        }
        self.stack.clone_from(&stack);
        Some(stack)
    }

    pub(super) fn race(&mut self, race: Race) {
        let step = u32::try_from(self.count).unwrap_or(u32::MAX);
        self.races.push((step, race));
    }

    /// The steps that nobody has fetched.
    pub(super) fn fetch(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    pub(super) fn races(&self) -> &[(u32, Race)] {
        &self.races
    }
}
