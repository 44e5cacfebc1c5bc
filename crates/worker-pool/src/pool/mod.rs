//! The pool in a browser: real workers, driven by the plan.

mod job;
mod post;
mod receive;
mod session;
mod steps;
mod thread;
mod watch;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use gloo_timers::callback::{Interval, Timeout};
use protocol::clock::now_ms;
use protocol::wire::Attachment;
use protocol::{JobId, SessionId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::control::ControlView;
use crate::plan::{Command, Event, JobPolicy, Plan, PoolConfig, Status, Task, WorkerId};
use job::JobEntry;
use session::SessionEntry;
use thread::WorkerThread;

pub use job::{Finished, Job, JobError};
pub use session::{Session, SessionEnd, SessionError, SessionEvent};
pub use steps::{StepError, Steps};

/// The payloads that a pool and its workers have agreed on.
pub trait Contract: 'static {
    /// What a job asks for.
    type Request: Serialize;
    /// What a job gives.
    type Outcome: DeserializeOwned;
    /// Why a job or a command fails.
    type Error: DeserializeOwned + fmt::Display;
    /// What a session starts from.
    type Open: Serialize;
    /// A step of a session.
    type Command: Serialize;
    /// What a step brings about.
    type Event: DeserializeOwned;
}

/// A number of workers that run the same script. Clones share them.
pub struct Pool<C: Contract>(Rc<Inner<C>>);

impl<C: Contract> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<C: Contract> fmt::Debug for Pool<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pool").field(&self.status()).finish()
    }
}

type OnChange = dyn Fn(&Status);
type OnLoading = dyn Fn(u32, u32);

struct Inner<C: Contract> {
    script_url: String,
    plan: RefCell<Plan>,
    threads: RefCell<HashMap<WorkerId, Rc<WorkerThread>>>,
    jobs: RefCell<HashMap<JobId, JobEntry<C>>>,
    sessions: RefCell<HashMap<SessionId, SessionEntry<C>>>,
    next_id: Cell<u32>,
    next_start: Cell<u32>,
    alarm: RefCell<Option<Timeout>>,
    /// Looks at workers that cannot post progress, while one of them is at work.
    poll: RefCell<Option<Interval>>,
    listeners: RefCell<Vec<Weak<OnChange>>>,
    /// What the listeners were told last.
    told: RefCell<Option<Status>>,
    on_loading: RefCell<Option<Rc<OnLoading>>>,
    drained: RefCell<Vec<oneshot::Sender<()>>>,
    /// Events that came while another was being worked on.
    pending: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
}

impl<C: Contract> Pool<C> {
    /// A pool that starts its first worker when it gets its first task.
    #[must_use]
    pub fn new(script_url: String, config: PoolConfig) -> Self {
        Self(Rc::new(Inner {
            script_url,
            plan: RefCell::new(Plan::new(config)),
            threads: RefCell::default(),
            jobs: RefCell::default(),
            sessions: RefCell::default(),
            next_id: Cell::new(0),
            next_start: Cell::new(0),
            alarm: RefCell::default(),
            poll: RefCell::default(),
            listeners: RefCell::default(),
            told: RefCell::default(),
            on_loading: RefCell::default(),
            drained: RefCell::default(),
            pending: RefCell::default(),
            busy: Cell::new(false),
        }))
    }

    /// The pool as it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.plan.borrow().status()
    }

    /// Calls back whenever the status has changed, for as long as the listener is kept. What is
    /// changed from within the callback is told afterwards.
    pub fn on_change(&self, callback: impl Fn(&Status) + 'static) -> Listener {
        let callback: Rc<OnChange> = Rc::new(callback);
        let mut listeners = self.0.listeners.borrow_mut();
        listeners.retain(|other| other.strong_count() > 0);
        listeners.push(Rc::downgrade(&callback));
        // Changes are counted from here.
        *self.0.told.borrow_mut() = Some(self.status());
        Listener(callback)
    }

    /// Calls back with how many bytes of a worker's code are here, and how many there are in all, whenever a worker
    /// that starts says so; in the place of the callback that was there.
    pub fn on_loading(&self, callback: impl Fn(u32, u32) + 'static) {
        *self.0.on_loading.borrow_mut() = Some(Rc::new(callback));
    }

    /// How the worker in this place is watched, if there is one whose threads share a memory.
    #[must_use]
    pub fn control(&self, slot: usize) -> Option<ControlView> {
        let threads = self.0.threads.borrow();
        let (_, thread) = threads.iter().find(|(worker, _)| worker.slot == slot)?;
        thread.control.borrow().clone()
    }

    /// Has so many workers from now on, at least one. Of fewer, those that have nothing to do go at
    /// once, and those that work go when they are done.
    pub fn resize(&self, size: usize) {
        self.0.dispatch(Event::Resize { size });
    }

    /// Takes tasks again after [`Self::shutdown`], as a new pool does. One that still waits for
    /// jobs to end gives up waiting.
    pub fn reopen(&self) {
        // Their receivers take a sender that is gone for an answer.
        self.0.drained.borrow_mut().clear();
        self.0.dispatch(Event::Reopen);
    }

    /// Hands in a job. The future gives its result; dropping the future cancels the job.
    ///
    /// Buffers to be moved are empty here from the moment that the worker gets them.
    pub fn submit(
        &self,
        request: C::Request,
        attachments: Vec<Attachment>,
        policy: JobPolicy,
        on_progress: impl Fn(f64) + 'static,
    ) -> Job<C> {
        let id = JobId(self.0.fresh_id());
        let policy = JobPolicy {
            retry: policy.retry && attachments.iter().all(Attachment::stays),
            ..policy
        };
        let (done, result) = oneshot::channel();
        let now = now_ms();
        let lost = Rc::default();
        self.0.jobs.borrow_mut().insert(
            id,
            JobEntry {
                request: Some(request),
                attachments,
                policy,
                worker: None,
                start_order: 0,
                on_progress: Rc::new(on_progress),
                done,
                submitted_ms: now,
                queued_ms: now,
                attempt: None,
                lost: Rc::clone(&lost),
            },
        );
        self.0.dispatch(Event::Submit {
            task: Task::Job(id),
            policy,
        });
        Job {
            id,
            pool: Rc::downgrade(&self.0),
            result,
            lost,
        }
    }

    /// Opens a session on a worker of its own, as soon as one is free.
    pub async fn open(
        &self,
        open: C::Open,
        attachments: Vec<Attachment>,
        on_event: impl FnMut(SessionEvent<C>) + 'static,
    ) -> Result<Session<C>, SessionError<C::Error>> {
        let id = SessionId(self.0.fresh_id());
        let (opened, result) = oneshot::channel();
        self.0.sessions.borrow_mut().insert(
            id,
            SessionEntry {
                open: Some((open, attachments)),
                opened: Some(opened),
                closed: None,
                worker: None,
                on_event: Rc::new(RefCell::new(on_event)),
                unanswered: Vec::new(),
            },
        );
        // From here on the session cancels itself when it is dropped, a future that is dropped
        // while it waits included.
        let session = Session {
            id,
            pool: Rc::clone(&self.0),
            next_seq: Cell::new(0),
        };
        self.0.dispatch(Event::Submit {
            task: Task::Session(id),
            policy: JobPolicy::default(),
        });
        result.await.unwrap_or(Err(JobError::Cancelled))?;
        Ok(session)
    }

    /// Takes no more jobs, refuses those that wait, and lets those that run go on for a while;
    /// resolves when all have ended, or when the pool was opened again before.
    pub async fn shutdown(&self, deadline_ms: f64) {
        let (drained, end) = oneshot::channel();
        self.0.drained.borrow_mut().push(drained);
        self.0.dispatch(Event::Shutdown { deadline_ms });
        // The sender lives as long as the pool, unless the drain is called off.
        let _ = end.await;
    }
}

/// Someone who is told when a pool's status changes. Dropping it ends that.
#[must_use]
pub struct Listener(
    #[allow(dead_code, reason = "the pool calls it through a reference of its own")] Rc<OnChange>,
);

impl fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Listener")
    }
}

impl<C: Contract> Inner<C> {
    fn fresh_id(&self) -> u32 {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        id
    }

    /// Lets the plan decide, and does what it says. Events that this brings about are worked on
    /// afterwards, in order.
    fn dispatch(self: &Rc<Self>, event: Event) {
        self.pending.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.pending.borrow_mut().pop_front() else {
                break;
            };
            let commands = self.plan.borrow_mut().handle(event, now_ms());
            // The plan names the next alarm anew each time.
            self.alarm.borrow_mut().take();
            for command in commands {
                self.carry_out(command);
            }
        }
        self.busy.set(false);
        self.keep_polling();
        self.tell_listeners();
    }

    fn tell_listeners(&self) {
        let listeners: Vec<_> = self
            .listeners
            .borrow()
            .iter()
            .filter_map(Weak::upgrade)
            .collect();
        if listeners.is_empty() {
            return;
        }
        let status = self.plan.borrow().status();
        if self.told.borrow().as_ref() == Some(&status) {
            return;
        }
        *self.told.borrow_mut() = Some(status.clone());
        for listener in listeners {
            listener(&status);
        }
    }

    fn carry_out(self: &Rc<Self>, command: Command) {
        match command {
            Command::Spawn(worker) => self.spawn(worker),
            Command::Assign(worker, Task::Job(job)) => self.assign_job(worker, job),
            Command::Assign(worker, Task::Session(session)) => {
                self.assign_session(worker, session);
            }
            Command::AskToStop(worker) => {
                if let Some(control) = self.control_of(worker) {
                    control.set_cancel(true);
                }
            }
            Command::Terminate(worker) => {
                // Taken out first, because the table must not be held while it ends.
                let thread = self.threads.borrow_mut().remove(&worker);
                if let Some(thread) = thread {
                    thread.end();
                }
            }
            Command::Retry(job, loss) => {
                if let Some(entry) = self.jobs.borrow_mut().get_mut(&job) {
                    entry.lose_attempt(&loss, now_ms());
                }
            }
            Command::Refuse(task, refusal) => self.end_task(task, JobError::Refused(refusal)),
            Command::Fail(task, loss) => self.end_task(task, JobError::Lost(loss)),
            Command::Wake(at_ms) => self.set_alarm(at_ms),
            Command::Drained => {
                for drained in self.drained.borrow_mut().drain(..) {
                    let _ = drained.send(());
                }
            }
        }
    }

    fn end_task(&self, task: Task, error: JobError<C::Error>) {
        match task {
            Task::Job(job) => {
                if let Some(mut entry) = self.jobs.borrow_mut().remove(&job) {
                    if let JobError::Lost(loss) = &error {
                        entry.lose_attempt(loss, now_ms());
                    }
                    let _ = entry.done.send(Err(error));
                }
            }
            Task::Session(session) => {
                let Some(entry) = self.sessions.borrow_mut().remove(&session) else {
                    return;
                };
                if let Some(opened) = entry.opened {
                    let _ = opened.send(Err(error));
                } else if let JobError::Lost(loss) = error {
                    (entry.on_event.borrow_mut())(SessionEvent::Ended(SessionEnd {
                        loss,
                        unanswered: entry.unanswered,
                    }));
                }
            }
        }
    }
}
