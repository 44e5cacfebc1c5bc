//! The pool in a browser: real workers, driven by the plan.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use futures_channel::oneshot;
use gloo_timers::callback::{Interval, Timeout};
use protocol::clock::now_ms;
use protocol::wire::{self, Attachment, Buffer, Envelope};
use protocol::{FromWorker, JobId, SessionId, ToWorker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use timeline::{Lane, Phase, Span, Thread};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::control::ControlView;
use crate::plan::{
    Command, Event, JobPolicy, Loss, Plan, PoolConfig, Refusal, Status, Task, WorkerId,
};

/// How often the page looks at a worker that cannot post progress: as often as others may.
const POLL_INTERVAL_MS: u32 = 100;

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

type Outgoing<C> =
    ToWorker<<C as Contract>::Request, <C as Contract>::Open, <C as Contract>::Command>;
type Incoming<C> =
    FromWorker<<C as Contract>::Outcome, <C as Contract>::Error, <C as Contract>::Event>;

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
    /// It cannot be sent.
    #[error("{0}")]
    Unsendable(String),
}

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
    drained: RefCell<Vec<oneshot::Sender<()>>>,
    /// Events that came while another was being worked on.
    pending: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
}

struct WorkerThread {
    worker: Worker,
    lock_name: String,
    spawned_ms: f64,
    start_spans: RefCell<Vec<Span>>,
    control: RefCell<Option<ControlView>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl WorkerThread {
    fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Drop for WorkerThread {
    fn drop(&mut self) {
        // A pool that is dropped leaves no threads behind, which nobody would hear.
        self.end();
    }
}

type JobResult<C> = Result<Finished<<C as Contract>::Outcome>, JobError<<C as Contract>::Error>>;

struct JobEntry<C: Contract> {
    /// Taken when it is posted; kept if the job may be posted once more.
    request: Option<C::Request>,
    attachments: Vec<Attachment>,
    policy: JobPolicy,
    /// Since it was posted: to whom, and how often that worker had moved when it was looked at.
    worker: Option<(WorkerId, u32)>,
    start_order: u32,
    on_progress: Rc<dyn Fn(f64)>,
    done: oneshot::Sender<JobResult<C>>,
    submitted_ms: f64,
    posted_ms: f64,
}

type OnEvent<C> = Rc<RefCell<dyn FnMut(SessionEvent<C>)>>;

struct SessionEntry<C: Contract> {
    open: Option<(C::Open, Vec<Attachment>)>,
    opened: Option<oneshot::Sender<Result<(), SessionError<C::Error>>>>,
    closed: Option<oneshot::Sender<()>>,
    worker: Option<WorkerId>,
    on_event: OnEvent<C>,
    unanswered: Vec<u32>,
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
                posted_ms: now,
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

/// A job on its way: a future of its result.
pub struct Job<C: Contract> {
    id: JobId,
    pool: Weak<Inner<C>>,
    result: oneshot::Receiver<JobResult<C>>,
}

impl<C: Contract> Job<C> {
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

/// An open session. Dropping it ends the worker and loses what the session held.
pub struct Session<C: Contract> {
    id: SessionId,
    pool: Rc<Inner<C>>,
    next_seq: Cell<u32>,
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
        self.pool
            .post(worker, &message, attachments)
            .map_err(JobError::Unsendable)?;
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
    fn fresh_id(&self) -> u32 {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        id
    }

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

    /// Looks at workers that cannot post progress for as long as one of them has a job.
    fn keep_polling(self: &Rc<Self>) {
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

    fn set_alarm(self: &Rc<Self>, at_ms: f64) {
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

    fn control_of(&self, worker: WorkerId) -> Option<ControlView> {
        let threads = self.threads.borrow();
        threads.get(&worker)?.control.borrow().clone()
    }

    fn spawn(self: &Rc<Self>, id: WorkerId) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let lock_name = format!(
            "worker-{}-{}-{}",
            id.slot,
            id.generation,
            js_sys::Math::random()
        );
        options.set_name(&lock_name);
        let spawned_ms = now_ms();
        let worker = match Worker::new_with_options(&self.script_url, &options) {
            Ok(worker) => worker,
            Err(error) => {
                self.pending.borrow_mut().push_back(Event::Lost {
                    worker: id,
                    loss: Loss::Crashed(format!("{error:?}")),
                });
                return;
            }
        };

        let pool = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(pool) = pool.upgrade() {
                pool.receive(id, &event);
            }
        });
        let pool = Rc::downgrade(self);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            if let Some(pool) = pool.upgrade() {
                // A script that cannot be fetched gives a plain event without a message.
                let message = js_sys::Reflect::get(&event, &"message".into())
                    .ok()
                    .and_then(|message| message.as_string())
                    .unwrap_or_else(|| format!("{} cannot be loaded", pool.script_url));
                // A module whose threads share a memory has written down more than the trap tells.
                let message = pool
                    .control_of(id)
                    .and_then(|control| control.fault())
                    .unwrap_or(message);
                pool.dispatch(Event::Lost {
                    worker: id,
                    loss: Loss::Crashed(message),
                });
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.threads.borrow_mut().insert(
            id,
            Rc::new(WorkerThread {
                worker,
                lock_name,
                spawned_ms,
                start_spans: RefCell::default(),
                control: RefCell::default(),
                _on_message: on_message,
                _on_error: on_error,
            }),
        );
    }

    fn assign_job(self: &Rc<Self>, worker: WorkerId, job: JobId) {
        let control = self.control_of(worker);
        if let Some(control) = &control {
            // What stopped the job before must not stop this one. Only the page writes this word,
            // and the worker has answered, so nobody waits for it.
            control.set_cancel(false);
        }
        let prepared = self.jobs.borrow_mut().get_mut(&job).and_then(|entry| {
            let request = entry.request.take()?;
            entry.posted_ms = now_ms();
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
                let _ = entry.done.send(Err(JobError::Unsendable(error)));
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

    fn assign_session(self: &Rc<Self>, worker: WorkerId, session: SessionId) {
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
            self.end_task(Task::Session(session), JobError::Unsendable(error));
            self.pending.borrow_mut().push_back(Event::Idle {
                worker,
                failed: true,
            });
        }
    }

    fn post(
        &self,
        worker: WorkerId,
        message: &Outgoing<C>,
        attachments: &[Attachment],
    ) -> Result<(), String> {
        let (data, transfer) =
            wire::encode(message, attachments).map_err(|error| error.to_string())?;
        let threads = self.threads.borrow();
        let thread = threads
            .get(&worker)
            .ok_or_else(|| Loss::Exited.to_string())?;
        thread
            .worker
            .post_message_with_transfer(&data, &transfer)
            .map_err(|error| format!("{error:?}"))
    }

    fn end_task(&self, task: Task, error: JobError<C::Error>) {
        match task {
            Task::Job(job) => {
                if let Some(entry) = self.jobs.borrow_mut().remove(&job) {
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

    fn receive(self: &Rc<Self>, id: WorkerId, event: &MessageEvent) {
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
            FromWorker::Progress { job_id, fraction } => {
                self.dispatch(Event::Beat { worker: id });
                let on_progress = self
                    .jobs
                    .borrow()
                    .get(&job_id)
                    .map(|entry| Rc::clone(&entry.on_progress));
                if let Some(on_progress) = on_progress {
                    on_progress(fraction);
                }
            }
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
            } => {
                if let Some(entry) = self.sessions.borrow_mut().get_mut(&session_id) {
                    entry.unanswered.retain(|unanswered| *unanswered != seq);
                }
                self.tell(session_id, SessionEvent::Done { seq, error });
            }
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
            FromWorker::Crashed { message } => self.dispatch(lost(Loss::Crashed(message))),
            FromWorker::Undecodable { message } => self.dispatch(lost(Loss::Protocol(message))),
        }
    }

    fn ready(
        self: &Rc<Self>,
        id: WorkerId,
        build_id: String,
        spans: Vec<Span>,
        control: Option<ControlView>,
    ) {
        let thread = self.threads.borrow().get(&id).cloned();
        if let Some(thread) = thread {
            let started_ms = spans.first().map_or_else(now_ms, |span| span.start_ms);
            let mut all = vec![Span::between(Phase::Spawn, thread.spawned_ms, started_ms)];
            all.extend(spans);
            *thread.start_spans.borrow_mut() = all;
            *thread.control.borrow_mut() = control;
            self.watch_for_exit(id, &thread.lock_name);
        }
        self.dispatch(Event::Ready {
            worker: id,
            build_id,
        });
    }

    /// A worker that closes itself tells nobody. But it holds a lock of its own for as long as it
    /// lives, so whoever asks for the same lock gets it on the worker's death.
    fn watch_for_exit(self: &Rc<Self>, id: WorkerId, lock_name: &str) {
        let Some(locks) = locks() else { return };
        let pool = Rc::downgrade(self);
        let on_granted = Closure::once_into_js(move |_: JsValue| {
            if let Some(pool) = pool.upgrade() {
                pool.dispatch(Event::Lost {
                    worker: id,
                    loss: Loss::Exited,
                });
            }
        });
        let _ = locks.request(lock_name, on_granted.unchecked_ref());
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
        let thread = self.threads.borrow().get(&worker).cloned();
        let mut failed = true;
        if let (Some(entry), Some(thread)) = (entry, thread) {
            let lanes = |spans: Vec<Span>, returned: Span| {
                lanes_of(&entry, &thread, worker.slot, spans, returned)
            };
            let result = result(&lanes).map(|(outcome, buffers, lanes)| Finished {
                outcome,
                buffers,
                lanes,
                worker,
                start_order: entry.start_order,
                submitted_ms: entry.submitted_ms,
                started_ms: entry.posted_ms,
            });
            failed = result.is_err();
            // Whoever dropped the future cancelled the job, so it is not in the table.
            let _ = entry.done.send(result);
        }
        self.dispatch(Event::Idle { worker, failed });
    }

    fn tell(&self, session: SessionId, event: SessionEvent<C>) {
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

fn lanes_of<C: Contract>(
    entry: &JobEntry<C>,
    thread: &WorkerThread,
    slot: usize,
    spans: Vec<Span>,
    returned: Span,
) -> Vec<Lane> {
    let queue = Span::between(Phase::Queue, entry.submitted_ms, entry.posted_ms);
    // A worker that stood ready before the job came cost this job nothing.
    let mut all: Vec<Span> = thread
        .start_spans
        .borrow()
        .iter()
        .copied()
        .filter(|span| span.end_ms() > entry.submitted_ms)
        .collect();
    all.extend(spans);
    all.push(returned);
    vec![
        Lane::new(Thread::Main, vec![queue]),
        Lane::new(Thread::Worker(slot), all),
    ]
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = LockManager)]
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        on_granted: &js_sys::Function,
    ) -> Result<js_sys::Promise, JsValue>;
}

/// The page's locks; there are none where the page is not served securely.
fn locks() -> Option<Locks> {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = js_sys::Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
