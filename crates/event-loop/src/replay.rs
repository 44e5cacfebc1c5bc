//! The state of loop, queues and threads after each step of a run.
//!
//! A run is recorded once; looking at it goes forwards and backwards by executing recorded steps again from the last
//! checkpoint on, so that a state never depends on how somebody came to it.

use std::collections::HashMap;

use crate::trace::{Event, Frame, Origin, Phase, Queue, Step, TaskId};

/// Steps between two checkpoints.
const CHECKPOINT_STEPS: usize = 256;

/// A callback that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub task: TaskId,
    /// What the program called.
    pub origin: Origin,
    /// What it is.
    pub label: String,
    /// The line that queued it.
    pub line: Option<u32>,
    /// When it is due or ready, in virtual nanoseconds.
    pub due_ns: Option<u64>,
}

/// A thread of the pool that is at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// On what.
    pub entry: Entry,
    /// Until when, in virtual nanoseconds.
    pub until_ns: u64,
}

/// Loop, queues and threads at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Virtual nanoseconds since the program began.
    pub now_ns: u64,
    /// Number of the loop's turn; 0 before the first.
    pub turn: u32,
    /// The phase that the loop is in; none before the program begins.
    pub phase: Option<Phase>,
    /// What waits, by [`Queue`], in the order in which it will be looked at.
    queues: [Vec<Entry>; Queue::ALL.len()],
    /// The pool's threads; grows as threads are first used.
    pub threads: Vec<Option<AtWork>>,
    /// Callbacks that are being executed, outermost first: a tick's microtasks run while no other callback does, so there
    /// is more than one only where the engine nests.
    pub running: Vec<Entry>,
    /// The statement that is about to be executed, an index into the trace's places.
    pub statement: Option<u32>,
    /// The program's functions on the stack, outermost first.
    pub stack: Vec<Frame>,
    /// Number of pieces that were printed.
    pub printed: usize,
}

impl State {
    /// What waits in a queue.
    #[must_use]
    pub fn queue(&self, queue: Queue) -> &[Entry] {
        &self.queues[queue as usize]
    }

    /// Executes a step.
    pub fn apply(&mut self, step: &Step) {
        self.now_ns = step.at_ns;
        match &step.event {
            Event::Turn(turn) => self.turn = *turn,
            Event::Phase(phase) => {
                self.phase = Some(*phase);
                self.leave_program();
            }
            Event::Queued {
                task,
                queue,
                origin,
                label,
                line,
                due_ns,
            } => {
                self.remove(*task);
                self.insert(
                    *queue,
                    Entry {
                        task: *task,
                        origin: *origin,
                        label: label.clone(),
                        line: *line,
                        due_ns: *due_ns,
                    },
                );
            }
            Event::Cancelled(task) => {
                self.remove(*task);
            }
            Event::ThreadTook {
                thread,
                task,
                until_ns,
            } => {
                let index = usize::from(*thread);
                if self.threads.len() <= index {
                    self.threads.resize(index + 1, None);
                }
                self.threads[index] = self.remove(*task).map(|entry| AtWork {
                    entry,
                    until_ns: *until_ns,
                });
            }
            Event::ThreadDone { thread, .. } => {
                if let Some(thread) = self.threads.get_mut(usize::from(*thread)) {
                    *thread = None;
                }
            }
            Event::Started(task) => {
                let entry = self.remove(*task).unwrap_or(Entry {
                    task: *task,
                    origin: Origin::Internal,
                    label: String::new(),
                    line: None,
                    due_ns: None,
                });
                self.running.push(entry);
            }
            Event::Ended(task) => {
                self.running.retain(|entry| entry.task != *task);
                self.leave_program();
            }
            Event::Statement { place, stack } => {
                self.statement = Some(*place);
                if let Some(stack) = stack {
                    self.stack.clone_from(stack);
                }
            }
            Event::Printed { .. } => self.printed += 1,
            Event::Skipped { .. }
            | Event::Blocked { .. }
            | Event::Slept { .. }
            | Event::Uncaught { .. } => {}
        }
    }

    fn leave_program(&mut self) {
        self.statement = None;
        self.stack.clear();
    }

    fn remove(&mut self, task: TaskId) -> Option<Entry> {
        self.queues.iter_mut().find_map(|queue| {
            let at = queue.iter().position(|entry| entry.task == task)?;
            Some(queue.remove(at))
        })
    }

    /// Timers stand by the instant at which they are due, everything else by when it came.
    fn insert(&mut self, queue: Queue, entry: Entry) {
        let entries = &mut self.queues[queue as usize];
        let at = match queue {
            Queue::Timers | Queue::Waiting => {
                entries.partition_point(|other| other.due_ns <= entry.due_ns)
            }
            _ => entries.len(),
        };
        entries.insert(at, entry);
    }
}

/// A recorded run that is looked at step by step.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    steps: Vec<Step>,
    /// The state before each [`CHECKPOINT_STEPS`]th step.
    checkpoints: Vec<State>,
    /// The state after all steps.
    last: State,
    /// The first statement that each callback executed, by which it can be told while it still waits.
    first_statements: HashMap<TaskId, u32>,
}

impl Replay {
    /// Of steps that are there; more may follow.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Self {
        let mut replay = Self::default();
        replay.extend(steps);
        replay
    }

    /// Adds steps at the end.
    pub fn extend(&mut self, steps: impl IntoIterator<Item = Step>) {
        for step in steps {
            if self.steps.len().is_multiple_of(CHECKPOINT_STEPS) {
                self.checkpoints.push(self.last.clone());
            }
            self.last.apply(&step);
            if let Event::Statement { place, .. } = step.event
                && let Some(entry) = self.last.running.last()
            {
                self.first_statements.entry(entry.task).or_insert(place);
            }
            self.steps.push(step);
        }
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The state after the first `count` steps; after all of them if there are fewer.
    #[must_use]
    pub fn state_after(&self, count: usize) -> State {
        if count >= self.steps.len() {
            return self.last.clone();
        }
        let from = count / CHECKPOINT_STEPS;
        let mut state = self.checkpoints[from].clone();
        for step in &self.steps[from * CHECKPOINT_STEPS..count] {
            state.apply(step);
        }
        state
    }

    /// The first statement that a callback will execute, an index into the trace's places; none if it executes none of
    /// the program's.
    #[must_use]
    pub fn first_statement(&self, task: TaskId) -> Option<u32> {
        self.first_statements.get(&task).copied()
    }
}
