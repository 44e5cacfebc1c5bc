//! The places in which workers stand: who comes, who goes, and when somebody's time is up.

use super::{Command, JobPolicy, Loss, Plan, START_FAILURES_MAX, WorkerId, WorkerState};

#[derive(Debug)]
pub(super) struct Slot {
    pub(super) generation: u32,
    pub(super) state: WorkerState,
    pub(super) policy: JobPolicy,
    /// When the state became what it is, or the worker last gave a sign that its job gets on.
    pub(super) moved_ms: f64,
    pub(super) jobs_done: u32,
    pub(super) restarts: u32,
    /// The worker here was lost over a task: another is started before anyone asks, so that the
    /// next task need not wait. One that was lost while idle is not, or a script that dies as soon
    /// as it is ready would be started for ever.
    pub(super) replace: bool,
}

impl Slot {
    pub(super) fn new() -> Self {
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

/// What becomes of a worker whose time is up.
#[derive(Debug)]
pub(super) enum Expiry {
    Lost(Loss),
    LetGo,
}

impl Plan {
    /// Lets go of workers beyond the size, those that nobody would miss first.
    pub(super) fn shed(&mut self, commands: &mut Vec<Command>) {
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

    /// Ends those that have stood idle for long, now that no task is left for them.
    pub(super) fn let_go(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
        for slot in 0..self.slots.len() {
            if let Some((at_ms, Expiry::LetGo)) = self.expiry(slot)
                && now_ms >= at_ms
            {
                self.vacate(self.worker(slot), commands);
            }
        }
    }

    /// Starts as many workers as there are tasks that none is coming for.
    pub(super) fn spawn(&mut self, now_ms: f64, commands: &mut Vec<Command>) {
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

    pub(super) fn drain(&mut self, commands: &mut Vec<Command>) {
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

    pub(super) fn enter(&mut self, slot: usize, state: WorkerState, now_ms: f64) {
        self.slots[slot].state = state;
        self.slots[slot].moved_ms = now_ms;
    }

    pub(super) fn vacate(&mut self, worker: WorkerId, commands: &mut Vec<Command>) -> WorkerState {
        let slot = &mut self.slots[worker.slot];
        let state = std::mem::replace(&mut slot.state, WorkerState::Vacant);
        if state != WorkerState::Vacant {
            commands.push(Command::Terminate(worker));
            slot.generation += 1;
        }
        state
    }

    pub(super) fn replace(&mut self, slot: usize) {
        self.slots[slot].restarts += 1;
        self.slots[slot].replace = true;
    }

    pub(super) fn occupied(&self) -> usize {
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

    pub(super) fn threads(&self) -> usize {
        self.slots
            .iter()
            .filter(|slot| slot.state != WorkerState::Vacant)
            .count()
    }

    pub(super) fn worker(&self, slot: usize) -> WorkerId {
        WorkerId {
            slot,
            generation: self.slots[slot].generation,
        }
    }

    pub(super) fn is_current(&self, worker: WorkerId) -> bool {
        self.slots
            .get(worker.slot)
            .is_some_and(|slot| slot.generation == worker.generation)
    }

    /// When the time of the worker in this place is up, and what becomes of it then.
    pub(super) fn expiry(&self, slot: usize) -> Option<(f64, Expiry)> {
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

    pub(super) fn next_expiry_ms(&self) -> Option<f64> {
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
