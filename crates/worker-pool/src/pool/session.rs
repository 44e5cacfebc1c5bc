//! A session, which owns its worker until it is closed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use protocol::wire::{Attachment, Buffer};
use protocol::{SessionId, ToWorker};
use thiserror::Error;

use super::{Contract, Inner, JobError};
use crate::plan::{Event, Loss, Task, WorkerId};

/// Why a session could not be opened.
pub type SessionError<E> = JobError<E>;

/// What happens in a session.
#[derive(Debug)]
pub enum SessionEvent<C: Contract> {
    /// A command brought something about.
    Event {
        /// Which command.
        seq: u32,
        /// What happened.
        event: C::Event,
        /// What came with it.
        buffers: Vec<Buffer>,
    },
    /// A command is done.
    Done {
        /// Which command.
        seq: u32,
        /// Why it failed, if it did.
        error: Option<C::Error>,
    },
    /// The worker is gone, and with it all that the session held.
    Ended(SessionEnd),
}

/// How a session ended that nobody closed.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("the session is lost ({loss}), with {} commands unanswered", unanswered.len())]
pub struct SessionEnd {
    /// What happened to the worker.
    pub loss: Loss,
    /// The commands that were sent and not done, in order.
    pub unanswered: Vec<u32>,
}

type OnEvent<C> = Rc<RefCell<dyn FnMut(SessionEvent<C>)>>;

pub(super) struct SessionEntry<C: Contract> {
    pub(super) open: Option<(C::Open, Vec<Attachment>)>,
    pub(super) opened: Option<oneshot::Sender<Result<(), SessionError<C::Error>>>>,
    pub(super) closed: Option<oneshot::Sender<()>>,
    pub(super) worker: Option<WorkerId>,
    pub(super) on_event: OnEvent<C>,
    pub(super) unanswered: Vec<u32>,
}

/// An open session. Dropping it ends the worker and loses what the session held.
pub struct Session<C: Contract> {
    pub(super) id: SessionId,
    pub(super) pool: Rc<Inner<C>>,
    pub(super) next_seq: Cell<u32>,
}

impl<C: Contract> Session<C> {
    /// Sends a command and gives its number, which its events carry.
    pub fn send(
        &self,
        command: C::Command,
        attachments: &[Attachment],
    ) -> Result<u32, SessionError<C::Error>> {
        let seq = self.next_seq.get();
        let worker = self
            .pool
            .sessions
            .borrow()
            .get(&self.id)
            .and_then(|entry| entry.worker)
            .ok_or(JobError::Lost(Loss::Exited))?;
        let message = ToWorker::Command {
            session_id: self.id,
            seq,
            command,
        };
        self.pool.post(worker, &message, attachments)?;
        self.next_seq.set(seq + 1);
        if let Some(entry) = self.pool.sessions.borrow_mut().get_mut(&self.id) {
            entry.unanswered.push(seq);
        }
        Ok(seq)
    }

    /// Ends the session in order; the worker goes back to the pool.
    pub async fn close(self) {
        let (closed, end) = oneshot::channel();
        let worker = match self.pool.sessions.borrow_mut().get_mut(&self.id) {
            Some(entry) => {
                entry.closed = Some(closed);
                entry.worker
            }
            None => None,
        };
        let Some(worker) = worker else { return };
        let message = ToWorker::Close {
            session_id: self.id,
        };
        if self.pool.post(worker, &message, &[]).is_ok() {
            // An error means that the worker died meanwhile: closed all the same.
            let _ = end.await;
        }
    }
}

impl<C: Contract> Drop for Session<C> {
    fn drop(&mut self) {
        // Closed or lost sessions have left the table already.
        if self.pool.sessions.borrow_mut().remove(&self.id).is_some() {
            self.pool.dispatch(Event::Cancel {
                task: Task::Session(self.id),
            });
        }
    }
}

impl<C: Contract> Inner<C> {
    pub(super) fn tell(&self, session: SessionId, event: SessionEvent<C>) {
        let on_event = self
            .sessions
            .borrow()
            .get(&session)
            .map(|entry| Rc::clone(&entry.on_event));
        if let Some(on_event) = on_event {
            (on_event.borrow_mut())(event);
        }
    }
}
