//! The pool's decisions: which worker gets what, and what follows from each thing that happens.
//!
//! [`Plan::handle`] takes one event and gives the commands to carry out, in order. It does no I/O
//! and reads no clock, so a test drives it through any course of events in no time.

mod config;
mod event;
mod slot;
mod status;

use std::collections::VecDeque;

use slot::{Expiry, Slot};

pub use config::{JobPolicy, PoolConfig};
pub use event::{Command, Event, Loss, Refusal, Task, WorkerId};
pub use status::{Status, Totals, WorkerState, WorkerStatus};

/// How many workers in a row may die before they are ready until the pool gives up on the jobs
/// that wait: a script that does not load would otherwise be fetched for ever.
const START_FAILURES_MAX: u32 = 3;

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
                let died = matches!(
                    loss,
                    Loss::Crashed(_)
                        | Loss::NoThreads(_)
                        | Loss::NotLoaded { .. }
                        | Loss::Exited
                        | Loss::Stalled { .. }
                );
                if policy.retry && died && self.shutdown.is_none() {
                    commands.push(Command::Retry(job, loss.clone()));
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
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
