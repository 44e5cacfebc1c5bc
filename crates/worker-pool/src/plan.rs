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
    /// How many workers it may have; they are spawned when first needed.
    pub size: usize,
    /// How many jobs and sessions may wait for a worker.
    pub queue_max: usize,
    /// How long a worker may take until it is ready.
    pub start_timeout_ms: f64,
    /// The build that a worker must be of.
    pub build_id: String,
}

/// What a job allows to be done with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JobPolicy {
    /// How long it may compute; the worker is ended when it takes longer.
    pub deadline_ms: Option<f64>,
    /// Whether it is tried once more when its worker dies. Not honoured for a job that came with
    /// buffers: they were moved to the worker that died.
    pub retry: bool,
    /// How the worker shall fail at it: for the tests, and for those who want to see it happen.
    pub fault: Option<Fault>,
}

/// One worker: its place in the pool, and how many have stood there before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Some time has passed.
    Tick,
    /// No more tasks; those that run may go on until the deadline.
    Shutdown {
        /// How long they may go on.
        deadline_ms: f64,
    },
}

/// Something to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Start a thread.
    Spawn(WorkerId),
    /// Hand a task to a worker that is ready.
    Assign(WorkerId, Task),
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
    /// Each worker, by its place.
    pub workers: Vec<WorkerStatus>,
}

#[derive(Debug)]
struct Slot {
    generation: u32,
    state: WorkerState,
    policy: JobPolicy,
    jobs_done: u32,
    restarts: u32,
    /// The worker here was lost over a task: another is started before anyone asks, so that the
    /// next task need not wait. One that was lost while idle is not, or a script that dies as soon
    /// as it is ready would be started for ever.
    replace: bool,
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

/// The pool without its threads.
#[derive(Debug)]
pub struct Plan {
    config: PoolConfig,
    slots: Vec<Slot>,
    queue: VecDeque<Waiting>,
    start_failures: u32,
    /// Once the pool shuts down: when the tasks that still run are ended.
    shutdown: Option<Shutdown>,
    drained: bool,
}

impl Plan {
    /// A pool with no worker yet.
    #[must_use]
    pub fn new(config: PoolConfig) -> Self {
        let slots = (0..config.size)
            .map(|_| Slot {
                generation: 0,
                state: WorkerState::Vacant,
                policy: JobPolicy::default(),
                jobs_done: 0,
                restarts: 0,
                replace: false,
            })
            .collect();
        Self {
            config,
            slots,
            queue: VecDeque::new(),
            start_failures: 0,
            shutdown: None,
            drained: false,
        }
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
        Status {
            size: self.slots.len(),
            available: count(|state| matches!(state, WorkerState::Idle)),
            queue_length: self.queue.len(),
            active_jobs: count(|state| matches!(state, WorkerState::Job { .. })),
            workers: self
                .slots
                .iter()
                .map(|slot| WorkerStatus {
                    state: slot.state,
                    jobs_done: slot.jobs_done,
                    restarts: slot.restarts,
                })
                .collect(),
        }
    }

    /// Takes in what happened at `now_ms`, and says what to do about it.
    pub fn handle(&mut self, event: Event, now_ms: f64) -> Vec<Command> {
        let mut commands = Vec::new();
        match event {
            Event::Submit { task, policy } => self.submit(task, policy, &mut commands),
            Event::Ready { worker, build_id } => self.ready(worker, build_id, &mut commands),
            Event::Idle { worker } => self.idle(worker),
            Event::Lost { worker, loss } => self.lost(worker, &loss, &mut commands),
            Event::Cancel { task } => self.cancel(task, &mut commands),
            Event::Tick => {}
            Event::Shutdown { deadline_ms } => {
                let shutdown = Shutdown {
                    at_ms: now_ms + deadline_ms,
                    limit_ms: deadline_ms,
                };
                self.shut_down(shutdown, &mut commands);
            }
        }
        self.end_overdue(now_ms, &mut commands);
        self.assign(now_ms, &mut commands);
        self.spawn(now_ms, &mut commands);
        self.drain(&mut commands);
        if let Some(at_ms) = self.next_deadline_ms() {
            commands.push(Command::Wake(at_ms));
        }
        commands
    }

    fn submit(&mut self, task: Task, policy: JobPolicy, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() {
            commands.push(Command::Refuse(task, Refusal::ShuttingDown));
            return;
        }
        // A task for a worker that is free does not wait, so it needs no room in the queue.
        let free = self.slots.len().saturating_sub(self.occupied());
        // Whoever asks is worth as many attempts as those who asked before.
        self.start_failures = 0;
        if self.queue.len() >= self.config.queue_max + free {
            let limit = self.config.queue_max;
            commands.push(Command::Refuse(task, Refusal::QueueFull { limit }));
            return;
        }
        self.queue.push_back(Waiting { task, policy });
    }

    fn ready(&mut self, worker: WorkerId, build_id: String, commands: &mut Vec<Command>) {
        if !self.is_current(worker) {
            return;
        }
        if build_id == self.config.build_id {
            self.start_failures = 0;
            self.slots[worker.slot].state = WorkerState::Idle;
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

    fn idle(&mut self, worker: WorkerId) {
        if !self.is_current(worker) {
            return;
        }
        let slot = &mut self.slots[worker.slot];
        if matches!(slot.state, WorkerState::Job { .. }) {
            slot.jobs_done += 1;
        }
        slot.state = WorkerState::Idle;
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
                let died = matches!(loss, Loss::Crashed(_) | Loss::Exited);
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
                    commands.push(Command::Fail(Task::Job(job), loss.clone()));
                }
                self.replace(worker.slot);
            }
            WorkerState::Session { session } => {
                commands.push(Command::Fail(Task::Session(session), loss.clone()));
                self.replace(worker.slot);
            }
            WorkerState::Idle | WorkerState::Vacant => {}
        }
    }

    fn start_failed(&mut self, loss: &Loss, commands: &mut Vec<Command>) {
        self.start_failures += 1;
        if self.start_failures >= START_FAILURES_MAX {
            let waiting = std::mem::take(&mut self.queue);
            commands.extend(
                waiting
                    .into_iter()
                    .map(|waiting| Command::Fail(waiting.task, loss.clone())),
            );
        }
    }

    fn cancel(&mut self, task: Task, commands: &mut Vec<Command>) {
        self.queue.retain(|waiting| waiting.task != task);
        let holder = self.slots.iter().position(|slot| match slot.state {
            WorkerState::Job { job, .. } => task == Task::Job(job),
            WorkerState::Session { session } => task == Task::Session(session),
            _ => false,
        });
        if let Some(slot) = holder {
            let worker = self.worker(slot);
            self.vacate(worker, commands);
            self.replace(slot);
        }
    }

    fn shut_down(&mut self, shutdown: Shutdown, commands: &mut Vec<Command>) {
        if self.shutdown.is_some() {
            return;
        }
        self.shutdown = Some(shutdown);
        commands.extend(
            std::mem::take(&mut self.queue)
                .into_iter()
                .map(|waiting| Command::Refuse(waiting.task, Refusal::ShuttingDown)),
        );
        for slot in 0..self.slots.len() {
            if matches!(
                self.slots[slot].state,
                WorkerState::Idle | WorkerState::Starting { .. }
            ) {
                self.vacate(self.worker(slot), commands);
            }
        }
    }

    fn end_overdue(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        for slot in 0..self.slots.len() {
            let limit_ms = match self.slots[slot].state {
                WorkerState::Job { .. } => self.slots[slot].policy.deadline_ms.unwrap_or(0.0),
                _ => self.config.start_timeout_ms,
            };
            let overdue = self
                .deadline_of(slot)
                .is_some_and(|deadline_ms| now_ms >= deadline_ms);
            if overdue {
                let loss = match self.slots[slot].state {
                    WorkerState::Starting { .. } => Loss::StartTimeout { limit_ms },
                    _ => Loss::Deadline { limit_ms },
                };
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

    fn assign(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        while let Some(slot) = self
            .slots
            .iter()
            .position(|slot| slot.state == WorkerState::Idle)
        {
            let Some(Waiting { task, policy }) = self.queue.pop_front() else {
                return;
            };
            self.slots[slot].state = match task {
                Task::Job(job) => WorkerState::Job {
                    job,
                    deadline_ms: policy.deadline_ms.map(|limit_ms| now_ms + limit_ms),
                },
                Task::Session(session) => WorkerState::Session { session },
            };
            self.slots[slot].policy = policy;
            commands.push(Command::Assign(self.worker(slot), task));
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
        for slot in 0..self.slots.len() {
            let Slot { state, replace, .. } = &mut self.slots[slot];
            if *state == WorkerState::Vacant && (wanted > 0 || *replace) {
                wanted = wanted.saturating_sub(1);
                *state = WorkerState::Starting { since_ms: now_ms };
                *replace = false;
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
            self.drained = self.occupied() == 0;
            if self.drained {
                commands.push(Command::Drained);
            }
        }
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
                    WorkerState::Job { .. } | WorkerState::Session { .. }
                )
            })
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

    fn deadline_of(&self, slot: usize) -> Option<f64> {
        match self.slots[slot].state {
            WorkerState::Starting { since_ms } => Some(since_ms + self.config.start_timeout_ms),
            WorkerState::Job { deadline_ms, .. } => deadline_ms,
            _ => None,
        }
    }

    fn next_deadline_ms(&self) -> Option<f64> {
        let shutdown_ms = self
            .shutdown
            .filter(|_| !self.drained)
            .map(|shutdown| shutdown.at_ms);
        (0..self.slots.len())
            .filter_map(|slot| self.deadline_of(slot))
            .chain(shutdown_ms)
            .reduce(f64::min)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    const BUILD: &str = "0123456789ab";

    fn plan(size: usize, queue_max: usize) -> Plan {
        Plan::new(PoolConfig {
            size,
            queue_max,
            start_timeout_ms: 1_000.0,
            build_id: BUILD.to_owned(),
        })
    }

    fn job(id: u32) -> Task {
        Task::Job(JobId(id))
    }

    fn worker(slot: usize, generation: u32) -> WorkerId {
        WorkerId { slot, generation }
    }

    fn submit(task: Task) -> Event {
        Event::Submit {
            task,
            policy: JobPolicy::default(),
        }
    }

    fn ready(worker: WorkerId) -> Event {
        Event::Ready {
            worker,
            build_id: BUILD.to_owned(),
        }
    }

    fn crash(worker: WorkerId) -> Event {
        Event::Lost {
            worker,
            loss: Loss::Crashed("unreachable".to_owned()),
        }
    }

    /// The commands but for the alarm clock.
    fn handle(plan: &mut Plan, event: Event, now_ms: f64) -> Vec<Command> {
        let mut commands = plan.handle(event, now_ms);
        commands.retain(|command| !matches!(command, Command::Wake(_)));
        commands
    }

    #[test]
    fn the_first_job_spawns_a_worker_and_waits_until_it_is_ready() {
        let mut plan = plan(1, 4);
        assert_eq!(
            handle(&mut plan, submit(job(0)), 0.0),
            [Command::Spawn(worker(0, 0))]
        );
        assert_eq!(handle(&mut plan, submit(job(1)), 1.0), []);
        assert_eq!(
            handle(&mut plan, ready(worker(0, 0)), 2.0),
            [Command::Assign(worker(0, 0), job(0))]
        );
        assert_eq!(
            handle(
                &mut plan,
                Event::Idle {
                    worker: worker(0, 0)
                },
                3.0
            ),
            [Command::Assign(worker(0, 0), job(1))]
        );
        assert_eq!(plan.status().workers[0].jobs_done, 1);
    }

    #[test]
    fn a_full_queue_refuses_and_says_how_many_may_wait() {
        let mut plan = plan(1, 2);
        for id in 0..3 {
            assert!(
                !handle(&mut plan, submit(job(id)), 0.0)
                    .iter()
                    .any(|command| matches!(command, Command::Refuse(..)))
            );
        }
        assert_eq!(
            handle(&mut plan, submit(job(3)), 0.0),
            [Command::Refuse(job(3), Refusal::QueueFull { limit: 2 })]
        );
    }

    #[test]
    fn a_crash_fails_its_own_job_only_and_the_worker_is_replaced() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        handle(&mut plan, submit(job(1)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        let loss = Loss::Crashed("unreachable".to_owned());
        assert_eq!(
            handle(&mut plan, crash(worker(0, 0)), 2.0),
            [
                Command::Terminate(worker(0, 0)),
                Command::Fail(job(0), loss),
                Command::Spawn(worker(0, 1)),
            ]
        );
        assert_eq!(
            handle(&mut plan, ready(worker(0, 1)), 3.0),
            [Command::Assign(worker(0, 1), job(1))]
        );
        assert_eq!(plan.status().workers[0].restarts, 1);
    }

    #[test]
    fn a_word_from_a_worker_of_the_past_is_dropped() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        handle(&mut plan, Event::Cancel { task: job(0) }, 2.0);
        handle(&mut plan, submit(job(1)), 3.0);
        handle(&mut plan, ready(worker(0, 1)), 4.0);
        let before = plan.status();
        assert_eq!(
            handle(
                &mut plan,
                Event::Idle {
                    worker: worker(0, 0)
                },
                5.0
            ),
            []
        );
        assert_eq!(handle(&mut plan, crash(worker(0, 0)), 5.0), []);
        assert_eq!(plan.status(), before);
    }

    #[test]
    fn cancelling_ends_the_thread_at_once_and_another_is_started() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        assert_eq!(
            handle(&mut plan, Event::Cancel { task: job(0) }, 2.0),
            [
                Command::Terminate(worker(0, 0)),
                Command::Spawn(worker(0, 1))
            ]
        );
        handle(&mut plan, submit(job(1)), 2.0);
        assert_eq!(handle(&mut plan, Event::Cancel { task: job(1) }, 2.0), []);
        assert_eq!(plan.status().queue_length, 0);
    }

    #[test]
    fn a_job_that_may_is_tried_once_more_and_before_the_others() {
        let mut plan = plan(1, 4);
        let policy = JobPolicy {
            retry: true,
            ..JobPolicy::default()
        };
        handle(
            &mut plan,
            Event::Submit {
                task: job(0),
                policy,
            },
            0.0,
        );
        handle(&mut plan, submit(job(1)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        handle(&mut plan, crash(worker(0, 0)), 2.0);
        assert_eq!(
            handle(&mut plan, ready(worker(0, 1)), 3.0),
            [Command::Assign(worker(0, 1), job(0))]
        );
        let commands = handle(&mut plan, crash(worker(0, 1)), 4.0);
        assert!(
            commands
                .iter()
                .any(|command| matches!(command, Command::Fail(task, _) if *task == job(0)))
        );
    }

    #[test]
    fn a_job_that_misses_its_deadline_ends_with_its_worker() {
        let mut plan = plan(1, 4);
        let policy = JobPolicy {
            retry: true,
            deadline_ms: Some(50.0),
            ..JobPolicy::default()
        };
        handle(
            &mut plan,
            Event::Submit {
                task: job(0),
                policy,
            },
            0.0,
        );
        let commands = plan.handle(ready(worker(0, 0)), 10.0);
        assert!(commands.contains(&Command::Wake(60.0)), "{commands:?}");
        assert_eq!(handle(&mut plan, Event::Tick, 59.0), []);
        let commands = handle(&mut plan, Event::Tick, 60.0);
        assert!(
            commands.contains(&Command::Fail(job(0), Loss::Deadline { limit_ms: 50.0 })),
            "{commands:?}"
        );
    }

    #[test]
    fn a_script_that_never_loads_is_given_up_after_three_attempts() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        for attempt in 0..START_FAILURES_MAX - 1 {
            let commands = handle(&mut plan, crash(worker(0, attempt)), 1.0);
            assert!(commands.contains(&Command::Spawn(worker(0, attempt + 1))));
        }
        let commands = handle(&mut plan, crash(worker(0, START_FAILURES_MAX - 1)), 2.0);
        assert!(
            commands
                .iter()
                .any(|command| matches!(command, Command::Fail(task, _) if *task == job(0)))
        );
        assert!(
            !commands
                .iter()
                .any(|command| matches!(command, Command::Spawn(_)))
        );
        // The next one who asks gets a new attempt.
        assert!(matches!(
            handle(&mut plan, submit(job(1)), 3.0)[..],
            [Command::Spawn(_)]
        ));
    }

    #[test]
    fn a_worker_that_dies_idle_is_not_replaced_until_it_is_needed() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        handle(
            &mut plan,
            Event::Idle {
                worker: worker(0, 0),
            },
            2.0,
        );
        assert_eq!(
            handle(&mut plan, crash(worker(0, 0)), 3.0),
            [Command::Terminate(worker(0, 0))]
        );
        assert_eq!(
            handle(&mut plan, submit(job(1)), 4.0),
            [Command::Spawn(worker(0, 1))]
        );
    }

    #[test]
    fn a_worker_of_another_build_is_not_used_and_not_fetched_again() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        let commands = handle(
            &mut plan,
            Event::Ready {
                worker: worker(0, 0),
                build_id: "ba9876543210".to_owned(),
            },
            1.0,
        );
        assert_eq!(
            commands,
            [
                Command::Terminate(worker(0, 0)),
                Command::Fail(
                    job(0),
                    Loss::WrongBuild {
                        expected: BUILD.to_owned(),
                        found: "ba9876543210".to_owned()
                    }
                ),
            ]
        );
    }

    #[test]
    fn a_session_keeps_its_worker_until_it_is_closed() {
        let mut plan = plan(1, 4);
        let session = Task::Session(SessionId(0));
        handle(&mut plan, submit(session), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        assert_eq!(handle(&mut plan, submit(job(0)), 2.0), []);
        assert_eq!(
            handle(
                &mut plan,
                Event::Idle {
                    worker: worker(0, 0)
                },
                3.0
            ),
            [Command::Assign(worker(0, 0), job(0))]
        );
        assert_eq!(plan.status().workers[0].jobs_done, 0);
    }

    #[test]
    fn shutting_down_finishes_what_runs_and_refuses_the_rest() {
        let mut plan = plan(2, 4);
        for id in 0..3 {
            handle(&mut plan, submit(job(id)), 0.0);
        }
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        let commands = handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 2.0);
        assert!(commands.contains(&Command::Refuse(job(1), Refusal::ShuttingDown)));
        assert!(commands.contains(&Command::Refuse(job(2), Refusal::ShuttingDown)));
        assert!(!commands.contains(&Command::Drained));
        let commands = handle(
            &mut plan,
            Event::Idle {
                worker: worker(0, 0),
            },
            3.0,
        );
        assert_eq!(
            commands,
            [Command::Terminate(worker(0, 0)), Command::Drained]
        );
        assert_eq!(
            handle(&mut plan, submit(job(9)), 4.0),
            [Command::Refuse(job(9), Refusal::ShuttingDown)]
        );
    }

    #[test]
    fn shutting_down_ends_what_overstays() {
        let mut plan = plan(1, 4);
        handle(&mut plan, submit(job(0)), 0.0);
        handle(&mut plan, ready(worker(0, 0)), 1.0);
        handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 2.0);
        let commands = handle(&mut plan, Event::Tick, 102.0);
        assert!(
            matches!(
                commands[..],
                [
                    Command::Terminate(_),
                    Command::Fail(_, Loss::Deadline { limit_ms: 100.0 }),
                    Command::Drained
                ]
            ),
            "{commands:?}"
        );
    }

    proptest! {
        /// Whatever happens in whatever order, each task gets exactly one end, no worker two tasks,
        /// and tasks start in the order in which they came.
        #[test]
        fn no_course_of_events_loses_a_task(choices in proptest::collection::vec((0_u8..7, 0_usize..3), 1..200)) {
            let mut plan = plan(3, 5);
            let mut live: BTreeMap<usize, WorkerId> = BTreeMap::new();
            let mut held: BTreeMap<usize, u32> = BTreeMap::new();
            let mut open: BTreeSet<u32> = BTreeSet::new();
            let mut next = 0;
            let mut last_started = None;
            let mut now_ms = 0.0;
            for (choice, slot) in choices {
                now_ms += 10.0;
                let at = live.get(&slot).copied().unwrap_or(worker(slot, 0));
                let event = match choice {
                    0 | 1 => {
                        open.insert(next);
                        next += 1;
                        submit(job(next - 1))
                    }
                    2 | 3 => match held.remove(&slot) {
                        Some(id) => {
                            open.remove(&id);
                            Event::Idle { worker: at }
                        }
                        None if live.contains_key(&slot)
                            && matches!(plan.status().workers[slot].state, WorkerState::Starting { .. }) => ready(at),
                        None => Event::Tick,
                    },
                    4 => crash(at),
                    5 => match open.iter().nth(slot).copied() {
                        Some(id) => {
                            open.remove(&id);
                            held.retain(|_, holder| *holder != id);
                            Event::Cancel { task: job(id) }
                        }
                        None => Event::Tick,
                    },
                    _ => Event::Tick,
                };
                for command in plan.handle(event, now_ms) {
                    match command {
                        Command::Spawn(worker) => {
                            prop_assert!(live.insert(worker.slot, worker).is_none());
                        }
                        Command::Terminate(worker) => {
                            prop_assert_eq!(live.remove(&worker.slot), Some(worker));
                            held.remove(&worker.slot);
                        }
                        Command::Assign(worker, Task::Job(JobId(id))) => {
                            prop_assert_eq!(live.get(&worker.slot), Some(&worker));
                            prop_assert!(held.insert(worker.slot, id).is_none());
                            prop_assert!(open.contains(&id));
                            prop_assert!(last_started.is_none_or(|last| last < id));
                            last_started = Some(id);
                        }
                        Command::Refuse(Task::Job(JobId(id)), _) | Command::Fail(Task::Job(JobId(id)), _) => {
                            prop_assert!(open.remove(&id), "job {} ended twice", id);
                        }
                        _ => {}
                    }
                }
                prop_assert_eq!(open.len(), plan.status().queue_length + held.len());
            }
        }
    }
}
