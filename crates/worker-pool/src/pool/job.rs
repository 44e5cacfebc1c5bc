//! A job on its way, from the one who handed it in to the one who gets its result.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use futures_channel::oneshot;
use protocol::JobId;
use protocol::wire::{Attachment, Buffer};
use thiserror::Error;
use timeline::Lane;

use super::{Contract, Inner};
use crate::attempt::Attempt;
use crate::plan::{Event, JobPolicy, Loss, Refusal, Task, WorkerId};

/// A job's result, and where its time went.
#[derive(Debug)]
pub struct Finished<Outcome> {
    /// What came out.
    pub outcome: Outcome,
    /// What came with it.
    pub buffers: Vec<Buffer>,
    /// One lane for the page and one for the worker. The worker's start is in it if the job
    /// waited for it.
    pub lanes: Vec<Lane>,
    /// Which worker did it.
    pub worker: WorkerId,
    /// How many jobs this pool had handed to its workers before.
    pub start_order: u32,
    /// When it was handed in, in milliseconds since the Unix epoch.
    pub submitted_ms: f64,
    /// When it was handed to the worker, in milliseconds since the Unix epoch.
    pub started_ms: f64,
}

/// Why a job ended without a result.
#[derive(Debug, Error)]
pub enum JobError<E> {
    /// The domain's own reason; the worker is well.
    #[error("{0}")]
    Failed(E),
    /// The worker was lost, and was replaced.
    #[error("{0}")]
    Lost(Loss),
    /// It was never taken on.
    #[error("{0}")]
    Refused(Refusal),
    /// Someone cancelled it.
    #[error("cancelled")]
    Cancelled,
    /// It has no form between threads: whoever made it has a bug.
    #[error("{0}")]
    Unencodable(String),
    /// The browser does not send it, for a reason of its own.
    #[error("{0}")]
    Unsendable(String),
}

pub(super) type JobResult<C> =
    Result<Finished<<C as Contract>::Outcome>, JobError<<C as Contract>::Error>>;

pub(super) struct JobEntry<C: Contract> {
    /// Taken when it is posted; kept if the job may be posted once more.
    pub(super) request: Option<C::Request>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) policy: JobPolicy,
    /// Since it was posted: to whom, and how often that worker had moved when it was looked at.
    pub(super) worker: Option<(WorkerId, u32)>,
    pub(super) start_order: u32,
    pub(super) on_progress: Rc<dyn Fn(f64)>,
    pub(super) done: oneshot::Sender<JobResult<C>>,
    pub(super) submitted_ms: f64,
    /// Since when it waits for a worker: not since it was handed in, once an attempt was lost.
    pub(super) queued_ms: f64,
    /// Since it was posted.
    pub(super) attempt: Option<Attempt>,
    /// The lanes of the attempts that were lost with their workers.
    pub(super) lost: Rc<RefCell<Vec<Lane>>>,
}

impl<C: Contract> JobEntry<C> {
    /// The attempt under way ends with its worker.
    pub(super) fn lose_attempt(&mut self, loss: &Loss, now_ms: f64) {
        self.worker = None;
        if let Some(attempt) = self.attempt.take() {
            self.lost.borrow_mut().extend(attempt.lost(loss, now_ms));
        }
        self.queued_ms = now_ms;
    }
}

/// A job on its way: a future of its result.
pub struct Job<C: Contract> {
    pub(super) id: JobId,
    pub(super) pool: Weak<Inner<C>>,
    pub(super) result: oneshot::Receiver<JobResult<C>>,
    pub(super) lost: Rc<RefCell<Vec<Lane>>>,
}

impl<C: Contract> Job<C> {
    /// The lanes of the attempts so far that were lost with their workers, as [`Finished::lanes`] are those
    /// of the one that succeeded.
    #[must_use]
    pub fn lost_attempts(&self) -> Vec<Lane> {
        self.lost.borrow().clone()
    }

    /// A handle that ends the job, wherever its future has gone.
    pub fn canceller(&self) -> impl Fn() + Clone + 'static {
        let (id, pool) = (self.id, self.pool.clone());
        move || {
            if let Some(pool) = pool.upgrade() {
                pool.cancel_job(id);
            }
        }
    }
}

impl<C: Contract> Future for Job<C> {
    type Output = Result<Finished<C::Outcome>, JobError<C::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.result)
            .poll(context)
            .map(|result| result.unwrap_or(Err(JobError::Cancelled)))
    }
}

impl<C: Contract> Drop for Job<C> {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.upgrade() {
            pool.cancel_job(self.id);
        }
    }
}

impl<C: Contract> Inner<C> {
    fn cancel_job(self: &Rc<Self>, id: JobId) {
        // A job that has its answer has left the table.
        let entry = self.jobs.borrow_mut().remove(&id);
        if let Some(entry) = entry {
            let _ = entry.done.send(Err(JobError::Cancelled));
            self.dispatch(Event::Cancel {
                task: Task::Job(id),
            });
        }
    }
}
