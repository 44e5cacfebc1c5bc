//! What is said to workers.

use std::rc::Rc;

use protocol::clock::now_ms;
use protocol::wire::{self, Attachment};
use protocol::{JobId, SessionId, ToWorker};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::{Contract, Inner, JobError};
use crate::attempt::Attempt;
use crate::plan::{Event, Loss, Task, WorkerId};

type Outgoing<C> =
    ToWorker<<C as Contract>::Request, <C as Contract>::Open, <C as Contract>::Command>;

impl<C: Contract> Inner<C> {
    pub(super) fn assign_job(self: &Rc<Self>, worker: WorkerId, job: JobId) {
        let control = self.control_of(worker);
        if let Some(control) = &control {
            // What stopped the job before must not stop this one. Only the page writes this word,
            // and the worker has answered, so nobody waits for it.
            control.set_cancel(false);
        }
        let start = self
            .threads
            .borrow()
            .get(&worker)
            .map_or_else(Vec::new, |thread| thread.start_spans.borrow().clone());
        let prepared = self.jobs.borrow_mut().get_mut(&job).and_then(|entry| {
            let request = entry.request.take()?;
            entry.attempt = Some(Attempt {
                queued_ms: entry.queued_ms,
                posted_ms: now_ms(),
                slot: worker.slot,
                start,
            });
            entry.start_order = self.next_start.replace(self.next_start.get() + 1);
            entry.worker = Some((worker, control.map_or(0, |control| control.heartbeat())));
            // What is moved is not there for a second attempt, and a job with such has none.
            let attachments = if entry.policy.retry {
                entry.attachments.clone()
            } else {
                std::mem::take(&mut entry.attachments)
            };
            // A failure on demand strikes once: what is tried again shall succeed.
            Some((request, attachments, entry.policy.fault.take()))
        });
        let Some((request, attachments, fault)) = prepared else {
            return;
        };
        let message = ToWorker::Run {
            job_id: job,
            request,
            sent_ms: now_ms(),
            fault,
        };
        let posted = self.post(worker, &message, &attachments);
        if let Err(error) = posted {
            if let Some(entry) = self.jobs.borrow_mut().remove(&job) {
                let _ = entry.done.send(Err(error));
            }
            self.pending.borrow_mut().push_back(Event::Idle {
                worker,
                failed: true,
            });
            return;
        }
        if let (Some(entry), ToWorker::Run { request, .. }) =
            (self.jobs.borrow_mut().get_mut(&job), message)
            && entry.policy.retry
        {
            entry.request = Some(request);
        }
    }

    pub(super) fn assign_session(self: &Rc<Self>, worker: WorkerId, session: SessionId) {
        let prepared = self
            .sessions
            .borrow_mut()
            .get_mut(&session)
            .and_then(|entry| {
                entry.worker = Some(worker);
                entry.open.take()
            });
        let Some((open, attachments)) = prepared else {
            return;
        };
        let message = ToWorker::Open {
            session_id: session,
            open,
        };
        if let Err(error) = self.post(worker, &message, &attachments) {
            self.end_task(Task::Session(session), error);
            self.pending.borrow_mut().push_back(Event::Idle {
                worker,
                failed: true,
            });
        }
    }

    pub(super) fn post(
        &self,
        worker: WorkerId,
        message: &Outgoing<C>,
        attachments: &[Attachment],
    ) -> Result<(), JobError<C::Error>> {
        let (data, transfer) = wire::encode(message, attachments)
            .map_err(|error| JobError::Unencodable(error.to_string()))?;
        let threads = self.threads.borrow();
        let thread = threads.get(&worker).ok_or(JobError::Lost(Loss::Exited))?;
        thread
            .worker
            .post_message_with_transfer(&data, &transfer)
            .map_err(|error| JobError::Unsendable(words_of(&error)))
    }
}

/// What the browser says of something that it threw.
pub(super) fn words_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
