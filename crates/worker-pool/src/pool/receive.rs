//! What workers say, and what comes of it.

use std::rc::Rc;

use protocol::clock::now_ms;
use protocol::wire::{self, Buffer, Envelope};
use protocol::{FromWorker, JobId, SessionId};
use timeline::{Lane, Phase, Span};
use web_sys::MessageEvent;

use super::{Contract, Finished, Inner, JobError, SessionEvent};
use crate::control::ControlView;
use crate::plan::{Event, Loss, Task, WorkerId};

type Incoming<C> =
    FromWorker<<C as Contract>::Outcome, <C as Contract>::Error, <C as Contract>::Event>;

impl<C: Contract> Inner<C> {
    pub(super) fn receive(self: &Rc<Self>, id: WorkerId, event: &MessageEvent) {
        let received_ms = now_ms();
        let lost = |loss| Event::Lost { worker: id, loss };
        let Envelope {
            body,
            buffers,
            memory,
        } = match wire::decode::<Incoming<C>>(&event.data()) {
            Ok(envelope) => envelope,
            Err(error) => {
                self.dispatch(lost(Loss::Protocol(error.to_string())));
                return;
            }
        };
        match body {
            FromWorker::Loading { bytes, bytes_total } => {
                let on_loading = self.on_loading.borrow().clone();
                if let Some(on_loading) = on_loading {
                    on_loading(bytes, bytes_total);
                }
            }
            FromWorker::Unwatched {} => {
                if let Some(thread) = self.threads.borrow().get(&id) {
                    thread.has_lock.set(false);
                }
            }
            FromWorker::Ready {
                build_id,
                spans,
                control,
            } => {
                let control = memory
                    .zip(control)
                    .and_then(|(memory, offset)| ControlView::new(memory, offset));
                self.ready(id, build_id, spans, control);
            }
            FromWorker::Progress { job_id, fraction } => self.progress(id, job_id, fraction),
            FromWorker::Finished {
                job_id,
                outcome,
                spans,
                sent_ms,
            } => {
                let returned = Span::between(Phase::Return, sent_ms, received_ms);
                self.finish_job(id, job_id, move |lanes| {
                    Ok((outcome, buffers, lanes(spans, returned)))
                });
            }
            FromWorker::Failed { job_id, error, .. } => {
                self.finish_job(id, job_id, move |_| Err(JobError::Failed(error)));
            }
            FromWorker::Opened { session_id } => {
                if let Some(entry) = self.sessions.borrow_mut().get_mut(&session_id)
                    && let Some(opened) = entry.opened.take()
                {
                    let _ = opened.send(Ok(()));
                }
            }
            FromWorker::OpenFailed { session_id, error } => {
                self.end_task(Task::Session(session_id), JobError::Failed(error));
                self.dispatch(Event::Idle {
                    worker: id,
                    failed: true,
                });
            }
            FromWorker::Event {
                session_id,
                seq,
                event,
            } => self.tell(
                session_id,
                SessionEvent::Event {
                    seq,
                    event,
                    buffers,
                },
            ),
            FromWorker::CommandDone {
                session_id,
                seq,
                error,
            } => self.command_done(session_id, seq, error),
            FromWorker::Closed { session_id } => {
                let entry = self.sessions.borrow_mut().remove(&session_id);
                if let Some(closed) = entry.and_then(|entry| entry.closed) {
                    let _ = closed.send(());
                }
                self.dispatch(Event::Idle {
                    worker: id,
                    failed: false,
                });
            }
            FromWorker::Crashed { message, reason } => {
                self.dispatch(lost(reason.map_or(Loss::Crashed(message), Loss::NoThreads)));
            }
            FromWorker::Undecodable { message } => self.dispatch(lost(Loss::Protocol(message))),
        }
    }

    fn command_done(self: &Rc<Self>, session_id: SessionId, seq: u32, error: Option<C::Error>) {
        if let Some(entry) = self.sessions.borrow_mut().get_mut(&session_id) {
            entry.unanswered.retain(|unanswered| *unanswered != seq);
        }
        self.tell(session_id, SessionEvent::Done { seq, error });
    }

    fn progress(self: &Rc<Self>, worker: WorkerId, job: JobId, fraction: f64) {
        self.dispatch(Event::Beat { worker });
        let on_progress = self
            .jobs
            .borrow()
            .get(&job)
            .map(|entry| Rc::clone(&entry.on_progress));
        if let Some(on_progress) = on_progress {
            on_progress(fraction);
        }
    }

    fn finish_job(
        self: &Rc<Self>,
        worker: WorkerId,
        job: JobId,
        result: impl FnOnce(
            &dyn Fn(Vec<Span>, Span) -> Vec<Lane>,
        ) -> Result<(C::Outcome, Vec<Buffer>, Vec<Lane>), JobError<C::Error>>,
    ) {
        let entry = self.jobs.borrow_mut().remove(&job);
        let mut failed = true;
        // Who answers was sent the job, and so there is an attempt.
        if let Some((attempt, entry)) = entry.and_then(|mut it| Some((it.attempt.take()?, it))) {
            let lanes = |spans: Vec<Span>, returned: Span| attempt.answered(spans, returned);
            let result = result(&lanes).map(|(outcome, buffers, lanes)| Finished {
                outcome,
                buffers,
                lanes,
                worker,
                start_order: entry.start_order,
                submitted_ms: entry.submitted_ms,
                started_ms: attempt.posted_ms,
            });
            failed = result.is_err();
            // Whoever dropped the future cancelled the job, so it is not in the table.
            let _ = entry.done.send(result);
        }
        self.dispatch(Event::Idle { worker, failed });
    }
}
