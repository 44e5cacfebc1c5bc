//! What happens to a pool, and what is to be done about it.

use protocol::{JobId, SessionId, StartFault};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use timeline::Phase;

use super::JobPolicy;

/// One worker: its place in the pool, and how many have stood there before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId {
    /// Its place, from zero to the size of the pool.
    pub slot: usize,
    /// Grows with every replacement, so that a word from a worker of the past is recognised.
    pub generation: u32,
}

/// Something to be done by a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A job.
    Job(JobId),
    /// The opening of a session.
    Session(SessionId),
}

/// Why a worker was lost.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Its code failed.
    #[error("the worker crashed: {0}")]
    Crashed(String),
    /// Its threads cannot be started.
    #[error("the threads could not be started: {0:?}")]
    NoThreads(StartFault),
    /// Its script did not arrive, or is none.
    #[error("{script} cannot be loaded")]
    NotLoaded {
        /// Its address.
        script: String,
    },
    /// It ended without a word.
    #[error("the worker ended without an answer")]
    Exited,
    /// It was not ready in time.
    #[error("the worker was not ready within {limit_ms} ms")]
    StartTimeout {
        /// The limit that it missed.
        limit_ms: f64,
    },
    /// The job took longer than it may.
    #[error("no result within {limit_ms} ms")]
    Deadline {
        /// The limit that it missed.
        limit_ms: f64,
    },
    /// It gave no sign that the job gets on.
    #[error("the worker has not moved for {limit_ms} ms")]
    Stalled {
        /// The limit that it missed.
        limit_ms: f64,
    },
    /// Its files are of another build than the page's.
    #[error("the worker is of build {found}, this page of {expected}: reload the page")]
    WrongBuild {
        /// The page's build.
        expected: String,
        /// The worker's build.
        found: String,
    },
    /// It said something that the page does not understand.
    #[error("a message could not be read: {0}")]
    Protocol(String),
}

impl Loss {
    /// What an attempt that was lost like this is called in a lane.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Exited => Phase::Exited,
            Self::StartTimeout { .. } | Self::Deadline { .. } | Self::Stalled { .. } => Phase::Hung,
            Self::Crashed(_)
            | Self::NoThreads(_)
            | Self::NotLoaded { .. }
            | Self::WrongBuild { .. }
            | Self::Protocol(_) => Phase::Crashed,
        }
    }
}

/// Why a task was not taken on.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// As many tasks wait as may.
    #[error("{limit} jobs already wait; try again when one has finished")]
    QueueFull {
        /// How many may wait.
        limit: usize,
    },
    /// The pool takes nothing more.
    #[error("the pool is shutting down")]
    ShuttingDown,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A task was handed in; the policy of a session is ignored.
    Submit {
        /// What is to be done.
        task: Task,
        /// What is allowed with it.
        policy: JobPolicy,
    },
    /// A worker said that it is ready.
    Ready {
        /// Which worker.
        worker: WorkerId,
        /// The build of its files.
        build_id: String,
    },
    /// A worker answered its job, or ended its session.
    Idle {
        /// Which worker.
        worker: WorkerId,
        /// Whether the answer to the job was an error.
        failed: bool,
    },
    /// A worker gave a sign that its job gets on.
    Beat {
        /// Which worker.
        worker: WorkerId,
    },
    /// A worker is no more, or is of no more use.
    Lost {
        /// Which worker.
        worker: WorkerId,
        /// Why.
        loss: Loss,
    },
    /// Nobody wants the result of this task any longer.
    Cancel {
        /// Which task.
        task: Task,
    },
    /// There shall be so many workers. More are there at once; of fewer, those go first that have
    /// nothing to do, and those that work go when they are done.
    Resize {
        /// How many, at least one.
        size: usize,
    },
    /// Some time has passed.
    Tick,
    /// No more tasks; those that run may go on until the deadline.
    Shutdown {
        /// How long they may go on.
        deadline_ms: f64,
    },
    /// Tasks are taken again, as by a new pool.
    Reopen,
}

/// Something to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Start a thread.
    Spawn(WorkerId),
    /// Hand a task to a worker that is ready.
    Assign(WorkerId, Task),
    /// Ask a worker to end its job, whose result nobody wants.
    AskToStop(WorkerId),
    /// End a thread at once.
    Terminate(WorkerId),
    /// This attempt at a job ended with its worker, and there will be another: the job waits again.
    Retry(JobId, Loss),
    /// Tell the task's owner that it was not taken on.
    Refuse(Task, Refusal),
    /// Tell the task's owner that it ended with its worker.
    Fail(Task, Loss),
    /// Call again with [`Event::Tick`] at this time.
    Wake(f64),
    /// The last task has ended, and every worker: the pool is gone.
    Drained,
}
