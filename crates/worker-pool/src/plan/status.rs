//! A pool as it stands.

use protocol::{JobId, SessionId};

use super::Plan;

/// What a worker is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WorkerState {
    /// There is no thread.
    Vacant,
    /// The thread loads its code.
    Starting {
        /// Since when.
        since_ms: f64,
    },
    /// Ready, with nothing to do.
    Idle,
    /// At work on a job.
    Job {
        /// Which job.
        job: JobId,
        /// When it must be done, if there is a limit.
        deadline_ms: Option<f64>,
    },
    /// Owned by a session.
    Session {
        /// Which session.
        session: SessionId,
    },
    /// Asked to end a job that was cancelled.
    Stopping {
        /// When it is ended if it has not ended the job.
        until_ms: f64,
    },
}

/// One worker as [`Plan::status`] shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkerStatus {
    /// What it is doing.
    pub state: WorkerState,
    /// How many jobs it has answered, those of the workers before it in its place included.
    pub jobs_done: u32,
    /// How often the worker in this place was replaced.
    pub restarts: u32,
    /// How many workers have stood here before it.
    pub generation: u32,
}

/// The jobs that have ended, by how they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// With a result.
    pub finished: u32,
    /// With an error, their own or that of the worker that was lost.
    pub failed: u32,
    /// Because someone cancelled them.
    pub cancelled: u32,
    /// Because they were not taken on.
    pub refused: u32,
}

/// The pool as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// How many workers it may have.
    pub size: usize,
    /// How many are ready and have nothing to do.
    pub available: usize,
    /// How many tasks wait.
    pub queue_length: usize,
    /// How many jobs are at work.
    pub active_jobs: usize,
    /// Whether it takes no tasks and waits for those that run.
    pub draining: bool,
    /// Whether it takes no tasks and has no worker left.
    pub closed: bool,
    /// The jobs that have ended.
    pub totals: Totals,
    /// Each worker, by its place; more than `size` while some of them are to go.
    pub workers: Vec<WorkerStatus>,
}

impl Plan {
    /// The pool as it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        let count = |matches: fn(&WorkerState) -> bool| {
            self.slots
                .iter()
                .filter(|slot| matches(&slot.state))
                .count()
        };
        // Places that were given up are shown for as long as someone stands there.
        let shown = self
            .slots
            .iter()
            .rposition(|slot| slot.state != WorkerState::Vacant)
            .map_or(0, |last| last + 1)
            .max(self.config.size);
        Status {
            size: self.config.size,
            available: count(|state| matches!(state, WorkerState::Idle)),
            queue_length: self.queue.len(),
            active_jobs: count(|state| matches!(state, WorkerState::Job { .. })),
            draining: self.shutdown.is_some() && !self.drained,
            closed: self.drained,
            totals: self.totals,
            workers: self.slots[..shown]
                .iter()
                .map(|slot| WorkerStatus {
                    state: slot.state,
                    jobs_done: slot.jobs_done,
                    restarts: slot.restarts,
                    generation: slot.generation,
                })
                .collect(),
        }
    }
}
