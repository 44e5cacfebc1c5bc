//! The pool's decisions: which worker gets what, and what follows from each thing that happens.
//!
//! [`Plan::handle`] takes one event and gives the commands to carry out, in order. It does no I/O
//! and reads no clock, so a test drives it through any course of events in no time.

use std::collections::VecDeque;

use protocol::{Fault, JobId, SessionId};
use thiserror::Error;

/// How many workers in a row may die before they are ready until the pool gives up on the jobs
/// that wait: a script that does not load would otherwise be fetched for ever.
const START_FAILURES_MAX: u32 = 3;

/// The bounds of a pool.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// How many workers it may have, at least one; they are spawned when first needed.
    pub size: usize,
    /// How many jobs and sessions may wait for a worker.
    pub queue_max: usize,
    /// How long a worker may take until it is ready.
    pub start_timeout_ms: f64,
    /// How long a worker may stand idle until it is let go; `None` keeps it.
    pub idle_max_ms: Option<f64>,
    /// How long a worker whose job was cancelled may take to end it by itself, having been asked
    /// to; `None`, for workers that hear nothing while they compute, ends them at once.
    pub cancel_grace_ms: Option<f64>,
    /// The build that a worker must be of.
    pub build_id: String,
}

/// What a job allows to be done with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JobPolicy {
    /// How long it may compute; the worker is ended when it takes longer.
    pub deadline_ms: Option<f64>,
    /// How long its worker may go without a sign that it gets on; the worker is ended when it takes
    /// longer. For workers that give such signs.
    pub stall_ms: Option<f64>,
    /// Whether it is tried once more when its worker dies. Not honoured for a job whose buffers were
    /// moved: they went down with the worker that died.
    pub retry: bool,
    /// Whether it goes before all that wait: for what a person wants to see happen now.
    pub urgent: bool,
    /// How the worker shall fail at it: for the tests, and for those who want to see it happen.
    pub fault: Option<Fault>,
}

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
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Loss {
    /// Its code failed.
    #[error("the worker crashed: {0}")]
    Crashed(String),
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

/// Why a task was not taken on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
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
    /// Tell the task's owner that it was not taken on.
    Refuse(Task, Refusal),
    /// Tell the task's owner that it ended with its worker.
    Fail(Task, Loss),
    /// Call again with [`Event::Tick`] at this time.
    Wake(f64),
    /// The last task has ended, and every worker: the pool is gone.
    Drained,
}

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

#[derive(Debug)]
struct Slot {
    generation: u32,
    state: WorkerState,
    policy: JobPolicy,
    /// When the state became what it is, or the worker last gave a sign that its job gets on.
    moved_ms: f64,
    jobs_done: u32,
    restarts: u32,
    /// The worker here was lost over a task: another is started before anyone asks, so that the
    /// next task need not wait. One that was lost while idle is not, or a script that dies as soon
    /// as it is ready would be started for ever.
    replace: bool,
}

impl Slot {
    fn new() -> Self {
        Self {
            generation: 0,
            state: WorkerState::Vacant,
            policy: JobPolicy::default(),
            moved_ms: 0.0,
            jobs_done: 0,
            restarts: 0,
            replace: false,
        }
    }
}

#[derive(Debug)]
struct Waiting {
    task: Task,
    policy: JobPolicy,
}

#[derive(Clone, Copy, Debug)]
struct Shutdown {
    at_ms: f64,
    limit_ms: f64,
}

/// What becomes of a worker whose time is up.
#[derive(Debug)]
enum Expiry {
    Lost(Loss),
    LetGo,
}

/// The pool without its threads.
#[derive(Debug)]
pub struct Plan {
    config: PoolConfig,
    /// As many as the pool ever had at once: the numbers of generations that have gone must not
    /// come again.
    slots: Vec<Slot>,
    queue: VecDeque<Waiting>,
    start_failures: u32,
    /// Once the pool shuts down: when the tasks that still run are ended.
    shutdown: Option<Shutdown>,
    drained: bool,
    totals: Totals,
}

impl Plan {
    /// A pool with no worker yet.
    #[must_use]
    pub fn new(config: PoolConfig) -> Self {
        let size = config.size;
        let mut plan = Self {
            config,
            slots: Vec::new(),
            queue: VecDeque::new(),
            start_failures: 0,
            shutdown: None,
            drained: false,
            totals: Totals::default(),
        };
        plan.resize(size);
        plan
    }

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

    /// Takes in what happened at `now_ms`, and says what to do about it.
    pub fn handle(&mut self, event: Event, now_ms: f64) -> Vec<Command> {
        let mut commands = Vec::new();
        match event {
            Event::Submit { task, policy } => self.submit(task, policy, &mut commands),
            Event::Ready { worker, build_id } => {
                self.ready(worker, build_id, now_ms, &mut commands);
            }
            Event::Idle { worker, failed } => self.idle(worker, failed, now_ms),
            Event::Beat { worker } => self.beat(worker, now_ms),
            Event::Lost { worker, loss } => self.lost(worker, &loss, &mut commands),
            Event::Cancel { task } => self.cancel(task, now_ms, &mut commands),
            Event::Resize { size } => self.resize(size),
            Event::Tick => {}
            Event::Shutdown { deadline_ms } => {
                let shutdown = Shutdown {
                    at_ms: now_ms + deadline_ms,
                    limit_ms: deadline_ms,
                };
                self.shut_down(shutdown, &mut commands);
            }
            Event::Reopen => self.reopen(),
        }
        self.end_overdue(now_ms, &mut commands);
        self.shed(&mut commands);
        self.assign(now_ms, &mut commands);
        self.let_go(now_ms, &mut commands);
        self.spawn(now_ms, &mut commands);
        self.drain(&mut commands);
        if let Some(at_ms) = self.next_expiry_ms() {
            commands.push(Command::Wake(at_ms));
        }
        commands
    }

    fn submit(&mut self, task: Task, policy: JobPolicy, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() {
            self.refuse(task, Refusal::ShuttingDown, commands);
            return;
        }
        // A task for a worker that is free does not wait, so it needs no room in the queue.
        let free = self.config.size.saturating_sub(self.occupied());
        // Whoever asks is worth as many attempts as those who asked before.
        self.start_failures = 0;
        if self.queue.len() >= self.config.queue_max + free {
            let limit = self.config.queue_max;
            self.refuse(task, Refusal::QueueFull { limit }, commands);
            return;
        }
        let waiting = Waiting { task, policy };
        if policy.urgent {
            self.queue.push_front(waiting);
        } else {
            self.queue.push_back(waiting);
        }
    }

    fn refuse(&mut self, task: Task, refusal: Refusal, commands: &mut Vec<Command>) {
        if matches!(task, Task::Job(_)) {
            self.totals.refused += 1;
        }
        commands.push(Command::Refuse(task, refusal));
    }

    fn fail(&mut self, task: Task, loss: &Loss, commands: &mut Vec<Command>) {
        if matches!(task, Task::Job(_)) {
            self.totals.failed += 1;
        }
        commands.push(Command::Fail(task, loss.clone()));
    }

    fn ready(
        &mut self,
        worker: WorkerId,
        build_id: String,
        now_ms: f64,
        commands: &mut Vec<Command>,
    ) {
        if !self.is_current(worker) {
            return;
        }
        if build_id == self.config.build_id {
            self.start_failures = 0;
            self.enter(worker.slot, WorkerState::Idle, now_ms);
            return;
        }
        let loss = Loss::WrongBuild {
            expected: self.config.build_id.clone(),
            found: build_id,
        };
        // Another worker would come from the same place and be of the same build.
        self.start_failures = START_FAILURES_MAX;
        self.lost(worker, &loss, commands);
    }

    fn idle(&mut self, worker: WorkerId, failed: bool, now_ms: f64) {
        if !self.is_current(worker) {
            return;
        }
        let slot = &mut self.slots[worker.slot];
        if matches!(slot.state, WorkerState::Job { .. }) {
            slot.jobs_done += 1;
            if failed {
                self.totals.failed += 1;
            } else {
                self.totals.finished += 1;
            }
        }
        self.enter(worker.slot, WorkerState::Idle, now_ms);
    }

    fn beat(&mut self, worker: WorkerId, now_ms: f64) {
        if self.is_current(worker)
            && matches!(self.slots[worker.slot].state, WorkerState::Job { .. })
        {
            self.slots[worker.slot].moved_ms = now_ms;
        }
    }

    fn lost(&mut self, worker: WorkerId, loss: &Loss, commands: &mut Vec<Command>) {
        if !self.is_current(worker) {
            return;
        }
        let state = self.vacate(worker, commands);
        match state {
            WorkerState::Starting { .. } => self.start_failed(loss, commands),
            WorkerState::Job { job, .. } => {
                let policy = self.slots[worker.slot].policy;
                let died = matches!(loss, Loss::Crashed(_) | Loss::Exited | Loss::Stalled { .. });
                if policy.retry && died && self.shutdown.is_none() {
                    // In front: it was first, and its owner has waited longest.
                    self.queue.push_front(Waiting {
                        task: Task::Job(job),
                        policy: JobPolicy {
                            retry: false,
                            ..policy
                        },
                    });
                } else {
                    self.fail(Task::Job(job), loss, commands);
                }
                self.replace(worker.slot);
            }
            WorkerState::Session { session } => {
                self.fail(Task::Session(session), loss, commands);
                self.replace(worker.slot);
            }
            WorkerState::Stopping { .. } => self.replace(worker.slot),
            WorkerState::Idle | WorkerState::Vacant => {}
        }
    }

    fn start_failed(&mut self, loss: &Loss, commands: &mut Vec<Command>) {
        self.start_failures += 1;
        if self.start_failures >= START_FAILURES_MAX {
            for waiting in std::mem::take(&mut self.queue) {
                self.fail(waiting.task, loss, commands);
            }
        }
    }

    fn cancel(&mut self, task: Task, now_ms: f64, commands: &mut Vec<Command>) {
        let waiting = self.queue.len();
        self.queue.retain(|waiting| waiting.task != task);
        let holder = self.slots.iter().position(|slot| match slot.state {
            WorkerState::Job { job, .. } => task == Task::Job(job),
            WorkerState::Session { session } => task == Task::Session(session),
            _ => false,
        });
        let known = holder.is_some() || self.queue.len() < waiting;
        if known && matches!(task, Task::Job(_)) {
            self.totals.cancelled += 1;
        }
        let Some(slot) = holder else { return };
        let worker = self.worker(slot);
        match (task, self.config.cancel_grace_ms) {
            // Nobody waits for a worker that is to go.
            (Task::Job(_), Some(grace_ms)) if self.shutdown.is_none() => {
                let until_ms = now_ms + grace_ms;
                self.enter(slot, WorkerState::Stopping { until_ms }, now_ms);
                commands.push(Command::AskToStop(worker));
            }
            _ => {
                self.vacate(worker, commands);
                self.replace(slot);
            }
        }
    }

    fn resize(&mut self, size: usize) {
        self.config.size = size.max(1);
        while self.slots.len() < self.config.size {
            self.slots.push(Slot::new());
        }
    }

    fn shut_down(&mut self, shutdown: Shutdown, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() {
            return;
        }
        self.shutdown = Some(shutdown);
        for waiting in std::mem::take(&mut self.queue) {
            self.refuse(waiting.task, Refusal::ShuttingDown, commands);
        }
        for slot in 0..self.slots.len() {
            if matches!(
                self.slots[slot].state,
                WorkerState::Idle | WorkerState::Starting { .. } | WorkerState::Stopping { .. }
            ) {
                self.vacate(self.worker(slot), commands);
            }
        }
    }

    fn reopen(&mut self) {
        self.shutdown = None;
        self.drained = false;
        self.start_failures = 0;
        // Nobody waits yet, as with a new pool.
        for slot in &mut self.slots {
            slot.replace = false;
        }
    }

    fn end_overdue(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        for slot in 0..self.slots.len() {
            if let Some((at_ms, Expiry::Lost(loss))) = self.expiry(slot)
                && now_ms >= at_ms
            {
                self.lost(self.worker(slot), &loss, commands);
            }
        }
        if let Some(Shutdown { limit_ms, .. }) =
            self.shutdown.filter(|shutdown| now_ms >= shutdown.at_ms)
        {
            for slot in 0..self.slots.len() {
                self.lost(self.worker(slot), &Loss::Deadline { limit_ms }, commands);
            }
        }
    }

    /// Lets go of workers beyond the size, those that nobody would miss first.
    fn shed(&mut self, commands: &mut Vec<Command>) {
        const EXPENDABLE: [fn(&WorkerState) -> bool; 3] = [
            |state| matches!(state, WorkerState::Idle),
            |state| matches!(state, WorkerState::Starting { .. }),
            |state| matches!(state, WorkerState::Stopping { .. }),
        ];
        for expendable in EXPENDABLE {
            for slot in (0..self.slots.len()).rev() {
                if self.threads() <= self.config.size {
                    return;
                }
                if expendable(&self.slots[slot].state) {
                    self.vacate(self.worker(slot), commands);
                }
            }
        }
    }

    fn assign(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        while let Some(slot) = self
            .slots
            .iter()
            .position(|slot| slot.state == WorkerState::Idle)
        {
            let Some(Waiting { task, policy }) = self.queue.pop_front() else {
                return;
            };
            let state = match task {
                Task::Job(job) => WorkerState::Job {
                    job,
                    deadline_ms: policy.deadline_ms.map(|limit_ms| now_ms + limit_ms),
                },
                Task::Session(session) => WorkerState::Session { session },
            };
            self.enter(slot, state, now_ms);
            self.slots[slot].policy = policy;
            commands.push(Command::Assign(self.worker(slot), task));
        }
    }

    /// Ends those that have stood idle for long, now that no task is left for them.
    fn let_go(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        for slot in 0..self.slots.len() {
            if let Some((at_ms, Expiry::LetGo)) = self.expiry(slot)
                && now_ms >= at_ms
            {
                self.vacate(self.worker(slot), commands);
            }
        }
    }

    /// Starts as many workers as there are tasks that none is coming for.
    fn spawn(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() || self.start_failures >= START_FAILURES_MAX {
            return;
        }
        let starting = self
            .slots
            .iter()
            .filter(|slot| matches!(slot.state, WorkerState::Starting { .. }))
            .count();
        let mut wanted = self.queue.len().saturating_sub(starting);
        let mut room = self.config.size.saturating_sub(self.threads());
        for slot in 0..self.slots.len() {
            let replace = std::mem::take(&mut self.slots[slot].replace);
            let vacant = self.slots[slot].state == WorkerState::Vacant;
            if vacant && room > 0 && (wanted > 0 || replace) {
                wanted = wanted.saturating_sub(1);
                room -= 1;
                self.enter(slot, WorkerState::Starting { since_ms: now_ms }, now_ms);
                commands.push(Command::Spawn(self.worker(slot)));
            }
        }
    }

    fn drain(&mut self, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() && !self.drained {
            for slot in 0..self.slots.len() {
                if self.slots[slot].state == WorkerState::Idle {
                    self.vacate(self.worker(slot), commands);
                }
            }
            self.drained = self.threads() == 0;
            if self.drained {
                commands.push(Command::Drained);
            }
        }
    }

    fn enter(&mut self, slot: usize, state: WorkerState, now_ms: f64) {
        self.slots[slot].state = state;
        self.slots[slot].moved_ms = now_ms;
    }

    fn vacate(&mut self, worker: WorkerId, commands: &mut Vec<Command>) -> WorkerState {
        let slot = &mut self.slots[worker.slot];
        let state = std::mem::replace(&mut slot.state, WorkerState::Vacant);
        if state != WorkerState::Vacant {
            commands.push(Command::Terminate(worker));
            slot.generation += 1;
        }
        state
    }

    fn replace(&mut self, slot: usize) {
        self.slots[slot].restarts += 1;
        self.slots[slot].replace = true;
    }

    fn occupied(&self) -> usize {
        self.slots
            .iter()
            .filter(|slot| {
                matches!(
                    slot.state,
                    WorkerState::Job { .. }
                        | WorkerState::Session { .. }
                        | WorkerState::Stopping { .. }
                )
            })
            .count()
    }

    fn threads(&self) -> usize {
        self.slots
            .iter()
            .filter(|slot| slot.state != WorkerState::Vacant)
            .count()
    }

    fn worker(&self, slot: usize) -> WorkerId {
        WorkerId {
            slot,
            generation: self.slots[slot].generation,
        }
    }

    fn is_current(&self, worker: WorkerId) -> bool {
        self.slots
            .get(worker.slot)
            .is_some_and(|slot| slot.generation == worker.generation)
    }

    /// When the time of the worker in this place is up, and what becomes of it then.
    fn expiry(&self, slot: usize) -> Option<(f64, Expiry)> {
        let Slot {
            state,
            policy,
            moved_ms,
            ..
        } = &self.slots[slot];
        match *state {
            WorkerState::Starting { since_ms } => {
                let limit_ms = self.config.start_timeout_ms;
                let loss = Loss::StartTimeout { limit_ms };
                Some((since_ms + limit_ms, Expiry::Lost(loss)))
            }
            WorkerState::Idle => {
                let limit_ms = self.config.idle_max_ms?;
                Some((moved_ms + limit_ms, Expiry::LetGo))
            }
            WorkerState::Job { deadline_ms, .. } => {
                let deadline = deadline_ms
                    .zip(policy.deadline_ms)
                    .map(|(at_ms, limit_ms)| (at_ms, Expiry::Lost(Loss::Deadline { limit_ms })));
                let stall = policy.stall_ms.map(|limit_ms| {
                    let loss = Loss::Stalled { limit_ms };
                    (moved_ms + limit_ms, Expiry::Lost(loss))
                });
                deadline
                    .into_iter()
                    .chain(stall)
                    .min_by(|(a, _), (b, _)| a.total_cmp(b))
            }
            WorkerState::Stopping { until_ms } => {
                let limit_ms = self.config.cancel_grace_ms.unwrap_or(0.0);
                Some((until_ms, Expiry::Lost(Loss::Deadline { limit_ms })))
            }
            WorkerState::Vacant | WorkerState::Session { .. } => None,
        }
    }

    fn next_expiry_ms(&self) -> Option<f64> {
        let shutdown_ms = self
            .shutdown
            .filter(|_| !self.drained)
            .map(|shutdown| shutdown.at_ms);
        (0..self.slots.len())
            .filter_map(|slot| self.expiry(slot))
            .map(|(at_ms, _)| at_ms)
            .chain(shutdown_ms)
            .reduce(f64::min)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
