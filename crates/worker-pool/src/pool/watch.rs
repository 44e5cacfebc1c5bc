//! Looks at workers that cannot post progress while they compute, and wakes the plan when time is up.

use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use protocol::JobId;
use protocol::clock::now_ms;

use super::job::JobEntry;
use super::{Contract, Inner};
use crate::control::ControlView;
use crate::plan::{Event, Loss, WorkerId};

/// How often the page looks at a worker that cannot post progress: as often as others may.
const POLL_INTERVAL_MS: u32 = 100;

impl<C: Contract> Inner<C> {
    /// Looks at workers that cannot post progress for as long as one of them has a job.
    pub(super) fn keep_polling(self: &Rc<Self>) {
        let wanted = !self.watched_jobs().is_empty();
        let polls = self.poll.borrow().is_some();
        if wanted && !polls {
            let pool = Rc::downgrade(self);
            *self.poll.borrow_mut() = Some(Interval::new(POLL_INTERVAL_MS, move || {
                if let Some(pool) = pool.upgrade() {
                    pool.look(&mut |pool, event| pool.dispatch(event));
                }
            }));
        } else if !wanted && polls {
            self.poll.borrow_mut().take();
        }
    }

    /// The jobs of workers that have control words.
    fn watched_jobs(&self) -> Vec<(JobId, WorkerId, ControlView)> {
        let threads = self.threads.borrow();
        let jobs = self.jobs.borrow();
        jobs.iter()
            .filter_map(|(job, entry)| {
                let (worker, _) = entry.worker?;
                let control = threads.get(&worker)?.control.borrow().clone()?;
                Some((*job, worker, control))
            })
            .collect()
    }

    /// Reads the control words of the workers that have some and a job, tells progress, and says
    /// what else there is to say.
    fn look(self: &Rc<Self>, say: &mut dyn FnMut(&Rc<Self>, Event)) {
        for (job, worker, control) in self.watched_jobs() {
            if let Some(message) = control.fault() {
                say(
                    self,
                    Event::Lost {
                        worker,
                        loss: Loss::Crashed(message),
                    },
                );
                continue;
            }
            let heartbeat = control.heartbeat();
            let on_progress = match self.jobs.borrow_mut().get_mut(&job) {
                Some(JobEntry {
                    worker: Some((_, last)),
                    on_progress,
                    ..
                }) if *last != heartbeat => {
                    *last = heartbeat;
                    Rc::clone(on_progress)
                }
                _ => continue,
            };
            say(self, Event::Beat { worker });
            if let Some(fraction) = control.fraction() {
                on_progress(fraction);
            }
        }
    }

    pub(super) fn set_alarm(self: &Rc<Self>, at_ms: f64) {
        // A browser's timer may fire a little early by the page's clock; a whole millisecond more
        // spares a second alarm.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to what a browser's timer takes"
        )]
        let delay_ms = (at_ms - now_ms() + 1.0).clamp(0.0, f64::from(i32::MAX)) as u32;
        let pool = Rc::downgrade(self);
        *self.alarm.borrow_mut() = Some(Timeout::new(delay_ms, move || {
            if let Some(pool) = pool.upgrade() {
                // In a page that nobody looks at, timers are late: what has moved meanwhile is
                // known before anyone is judged by it.
                pool.look(&mut |pool, event| pool.pending.borrow_mut().push_back(event));
                pool.dispatch(Event::Tick);
            }
        }));
    }

    pub(super) fn control_of(&self, worker: WorkerId) -> Option<ControlView> {
        let threads = self.threads.borrow();
        threads.get(&worker)?.control.borrow().clone()
    }
}
