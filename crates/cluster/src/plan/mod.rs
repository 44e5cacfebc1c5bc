//! What becomes of the workers: a function from events to commands, which knows no clock, no process
//! and no signal.

use std::collections::{BTreeMap, VecDeque};

use crate::health::{Counts, HealthPolicy, Window};
use crate::restarts::{Deaths, RestartPolicy, Verdict};

#[cfg(test)]
mod tests;

/// Names a worker process for as long as the supervisor lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessId(pub u32);

/// How many workers there are to be, and what they may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// How many workers there are.
    pub slots: usize,
    /// How long a worker may take until it is ready, in milliseconds.
    pub start_ms_max: u64,
    /// A worker whose heart has not beaten for so many milliseconds is hung.
    pub beat_ms_max: u64,
    /// How long what is under way may go on when a worker stops, in milliseconds.
    pub drain_ms_max: u64,
    /// What follows a death.
    pub restarts: RestartPolicy,
    /// When a worker that is alive is replaced.
    pub health: HealthPolicy,
}

/// What happens to the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time has passed; and what is seen of workers meanwhile.
    Tick(Vec<(ProcessId, Seen)>),
    /// A worker takes connections.
    Ready(ProcessId),
    /// A worker has ended, however; or could not be started.
    Exited(ProcessId),
    /// All workers are to be replaced, one after another.
    Reload,
    /// All workers are to stop; asked twice, at once.
    Stop,
    /// A worker is to be replaced.
    Restart(usize),
    /// A worker is to be killed, as if it had crashed.
    Kill(usize),
}

/// What is seen of a worker from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How long ago its heart last beat, in milliseconds.
    pub beat_age_ms: u64,
    /// Its counters.
    pub counts: Counts,
}

/// What the plan wants to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Start a worker.
    Spawn {
        /// Its name.
        process: ProcessId,
        /// Whose place it takes.
        slot: usize,
        /// How many workers its slot had before.
        generation: u32,
    },
    /// Let a worker finish what it has, and take no more.
    Drain(ProcessId),
    /// End a worker at once.
    Kill(ProcessId, Reason),
    /// Nothing is left to be supervised.
    Finish(Ending),
}

/// Why a worker is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It did not become ready in time.
    NeverReady,
    /// Its heart stood still.
    Hung,
    /// It did not finish in time.
    DrainedTooLong,
    /// Somebody wanted it.
    Asked,
    /// The supervisor ends, and it was not ready yet.
    Unneeded,
}

/// How a supervisor ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As it was asked to, and every worker finished what it had.
    Drained,
    /// As it was asked to, but a worker had to be killed.
    Killed,
    /// Workers died too often.
    GaveUp,
}

/// Where a worker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none; one may be on its way.
    Vacant,
    /// It is not ready yet.
    Starting,
    /// It takes connections.
    Ready,
    /// It takes no more.
    Draining,
    /// It was killed, and its end has not been seen yet.
    Killed,
}

impl State {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 5] = [
        Self::Vacant,
        Self::Starting,
        Self::Ready,
        Self::Draining,
        Self::Killed,
    ];

    /// A number for it, for memory that is shared.
    #[must_use]
    pub fn code(self) -> u64 {
        self as u64
    }

    /// The state of a number; vacant if it is none.
    #[must_use]
    pub fn of_code(code: u64) -> Self {
        Self::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or(Self::Vacant)
    }
}

/// A slot as others see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotView {
    /// The worker that serves, if there is one.
    pub process: Option<ProcessId>,
    /// Where that stands.
    pub state: State,
    /// How many workers the slot had before.
    pub generation: u32,
    /// How often its worker died without having been asked to stop.
    pub crashes: u32,
}

/// Why a command from outside is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such slot.
    #[error("there is no slot {slot}; give one from 0 to {max}")]
    NoSuchSlot {
        /// What was asked for.
        slot: usize,
        /// The last one.
        max: usize,
    },
    /// Nobody would be left to serve.
    #[error("{ready} workers are ready; at least two have to be")]
    TooFewReady {
        /// How many are.
        ready: usize,
    },
    /// The cluster is stopping.
    #[error("the cluster is stopping")]
    Stopping,
}

#[derive(Debug)]
struct Slot {
    /// The worker that serves, or is to.
    current: Option<ProcessId>,
    /// The one that takes its place when it is ready.
    successor: Option<ProcessId>,
    /// When the next one is started, where there is none.
    due_ms: Option<u64>,
    generation: u32,
    crashes: u32,
}

#[derive(Debug)]
struct Process {
    slot: usize,
    state: Stage,
    window: Window,
    /// Whether its end is what somebody wanted.
    expected: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Starting { until_ms: u64 },
    Ready,
    Draining { until_ms: u64 },
    Killed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Running,
    Stopping { ending: Ending, hastened: bool },
    Over,
}

/// The workers of a supervisor.
#[derive(Debug)]
pub struct Plan {
    limits: Limits,
    slots: Vec<Slot>,
    processes: BTreeMap<ProcessId, Process>,
    next_process: u32,
    deaths: Deaths,
    /// Slots whose workers are to be replaced, one after another.
    to_replace: VecDeque<usize>,
    phase: Phase,
    /// Where chance comes from: xorshift, which is plenty for spreading restarts.
    chance: u64,
}

impl Plan {
    /// Nothing runs yet: the first tick starts all workers. `seed` spreads restarts.
    #[must_use]
    pub fn new(limits: Limits, seed: u64) -> Self {
        Self {
            slots: (0..limits.slots)
                .map(|_| Slot {
                    current: None,
                    successor: None,
                    due_ms: Some(0),
                    generation: 0,
                    crashes: 0,
                })
                .collect(),
            processes: BTreeMap::new(),
            next_process: 0,
            deaths: Deaths::new(limits.restarts.clone()),
            limits,
            to_replace: VecDeque::new(),
            phase: Phase::Running,
            chance: seed | 1,
        }
    }

    /// Takes in an event, and gives what is to be done, in order.
    pub fn handle(&mut self, event: Event, now_ms: u64) -> Result<Vec<Command>, Refusal> {
        let mut commands = Vec::new();
        match event {
            Event::Tick(seen) => self.tick(&seen, now_ms, &mut commands),
            Event::Ready(process) => self.ready(process, now_ms, &mut commands),
            Event::Exited(process) => self.exited(process, now_ms, &mut commands),
            Event::Reload => {
                if self.phase == Phase::Running {
                    self.to_replace = (0..self.slots.len()).collect();
                }
            }
            Event::Stop => self.stop(now_ms, &mut commands),
            Event::Restart(slot) => {
                self.may_lose(slot)?;
                if !self.to_replace.contains(&slot) {
                    self.to_replace.push_back(slot);
                }
            }
            Event::Kill(slot) => {
                self.may_lose(slot)?;
                if let Some(process) = self.slots[slot].current {
                    self.kill(process, Reason::Asked, &mut commands);
                }
            }
        }
        self.replace_next(now_ms, &mut commands);
        Ok(commands)
    }

    /// Every slot, in order.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotView> {
        let view = |slot: &Slot| SlotView {
            process: slot.current,
            state: slot
                .current
                .and_then(|process| self.processes.get(&process))
                .map_or(State::Vacant, |process| match process.state {
                    Stage::Starting { .. } => State::Starting,
                    Stage::Ready => State::Ready,
                    Stage::Draining { .. } => State::Draining,
                    Stage::Killed => State::Killed,
                }),
            generation: slot.generation,
            crashes: slot.crashes,
        };
        self.slots.iter().map(view).collect()
    }

    /// Whether the cluster takes no more work.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.phase != Phase::Running
    }

    fn ready_count(&self) -> usize {
        let ready = self
            .processes
            .values()
            .filter(|process| process.state == Stage::Ready);
        ready.count()
    }

    /// Whether somebody from outside may take a slot's worker away.
    fn may_lose(&self, slot: usize) -> Result<(), Refusal> {
        if self.is_stopping() {
            return Err(Refusal::Stopping);
        }
        if slot >= self.slots.len() {
            return Err(Refusal::NoSuchSlot {
                slot,
                max: self.slots.len().saturating_sub(1),
            });
        }
        match self.ready_count() {
            ready @ 0..2 => Err(Refusal::TooFewReady { ready }),
            _ => Ok(()),
        }
    }

    fn tick(&mut self, seen: &[(ProcessId, Seen)], now_ms: u64, commands: &mut Vec<Command>) {
        for slot in 0..self.slots.len() {
            let is_due = self.slots[slot]
                .due_ms
                .is_some_and(|due_ms| due_ms <= now_ms);
            if is_due && self.phase == Phase::Running {
                let process = self.spawn(slot, now_ms, commands);
                self.slots[slot].due_ms = None;
                self.slots[slot].current = Some(process);
            }
        }
        let late: Vec<_> = self
            .processes
            .iter()
            .filter_map(|(&id, process)| match process.state {
                Stage::Starting { until_ms } if until_ms <= now_ms => {
                    Some((id, Reason::NeverReady))
                }
                Stage::Draining { until_ms } if until_ms <= now_ms => {
                    Some((id, Reason::DrainedTooLong))
                }
                _ => None,
            })
            .collect();
        for (process, reason) in late {
            self.kill(process, reason, commands);
        }
        self.look_at(seen, now_ms, commands);
    }

    /// Replaces who hangs or fails: one at a time, so that a fault of all does not end all.
    fn look_at(&mut self, seen: &[(ProcessId, Seen)], now_ms: u64, commands: &mut Vec<Command>) {
        let (mut hung, mut unhealthy) = (Vec::new(), Vec::new());
        for (id, seen) in seen {
            let Some(process) = self.processes.get_mut(id) else {
                continue;
            };
            process.window.add(&self.limits.health, now_ms, seen.counts);
            if process.state != Stage::Ready {
                continue;
            }
            if seen.beat_age_ms > self.limits.beat_ms_max {
                hung.push(*id);
            } else if process.window.is_unhealthy(&self.limits.health) {
                unhealthy.push((process.slot, *id));
            }
        }
        if self.phase != Phase::Running || self.is_under_repair() {
            return;
        }
        if let Some(&process) = hung.first() {
            // It serves nobody, so nothing is lost by killing it before there is another.
            self.kill(process, Reason::Hung, commands);
            return;
        }
        // Where most are unhealthy, the cause is elsewhere, and replacing them would only add to it.
        let most = unhealthy.len() * 2 > self.ready_count();
        if let (false, Some(&(slot, _))) = (most, unhealthy.first())
            && !self.to_replace.contains(&slot)
        {
            self.to_replace.push_back(slot);
        }
    }

    /// Whether a slot has no worker that serves, is getting another, or has one that ends.
    fn is_under_repair(&self) -> bool {
        let whole = |slot: &Slot| {
            slot.successor.is_none()
                && slot
                    .current
                    .and_then(|process| self.processes.get(&process))
                    .is_some_and(|process| process.state == Stage::Ready)
        };
        // Also one that was killed and whose end has not been seen: until then it takes up room.
        let ends =
            |process: &Process| matches!(process.state, Stage::Draining { .. } | Stage::Killed);
        !self.slots.iter().all(whole) || self.processes.values().any(ends)
    }

    fn replace_next(&mut self, now_ms: u64, commands: &mut Vec<Command>) {
        if self.phase != Phase::Running || self.is_under_repair() {
            return;
        }
        if let Some(slot) = self.to_replace.pop_front() {
            let process = self.spawn(slot, now_ms, commands);
            self.slots[slot].successor = Some(process);
        }
    }

    fn spawn(&mut self, slot: usize, now_ms: u64, commands: &mut Vec<Command>) -> ProcessId {
        let process = ProcessId(self.next_process);
        self.next_process += 1;
        self.processes.insert(
            process,
            Process {
                slot,
                state: Stage::Starting {
                    until_ms: now_ms + self.limits.start_ms_max,
                },
                window: Window::default(),
                expected: false,
            },
        );
        let generation = self.slots[slot].generation;
        self.slots[slot].generation += 1;
        commands.push(Command::Spawn {
            process,
            slot,
            generation,
        });
        process
    }

    fn ready(&mut self, id: ProcessId, now_ms: u64, commands: &mut Vec<Command>) {
        let Some(process) = self.processes.get_mut(&id) else {
            return;
        };
        if !matches!(process.state, Stage::Starting { .. }) {
            return;
        }
        process.state = Stage::Ready;
        let slot = process.slot;
        if self.slots[slot].successor == Some(id) {
            self.slots[slot].successor = None;
            if let Some(old) = self.slots[slot].current.replace(id) {
                self.drain(old, now_ms, commands);
            }
        }
    }

    fn drain(&mut self, id: ProcessId, now_ms: u64, commands: &mut Vec<Command>) {
        let until_ms = now_ms + self.limits.drain_ms_max;
        if let Some(process) = self.processes.get_mut(&id)
            && process.state == Stage::Ready
        {
            process.state = Stage::Draining { until_ms };
            process.expected = true;
            commands.push(Command::Drain(id));
        }
    }

    fn kill(&mut self, id: ProcessId, reason: Reason, commands: &mut Vec<Command>) {
        let Some(process) = self.processes.get_mut(&id) else {
            return;
        };
        if process.state == Stage::Killed {
            return;
        }
        process.state = Stage::Killed;
        match reason {
            Reason::Asked | Reason::Unneeded => process.expected = true,
            Reason::DrainedTooLong => {
                if let Phase::Stopping { ending, .. } = &mut self.phase
                    && *ending == Ending::Drained
                {
                    *ending = Ending::Killed;
                }
            }
            Reason::NeverReady | Reason::Hung => {}
        }
        commands.push(Command::Kill(id, reason));
    }

    fn exited(&mut self, id: ProcessId, now_ms: u64, commands: &mut Vec<Command>) {
        let Some(Process { slot, expected, .. }) = self.processes.remove(&id) else {
            return;
        };
        let of_slot = &mut self.slots[slot];
        let was_successor = of_slot.successor == Some(id);
        if was_successor {
            of_slot.successor = None;
        }
        let was_current = of_slot.current == Some(id);
        if was_current {
            // Whoever was to take its place does so now, ready or not.
            of_slot.current = of_slot.successor.take();
        }
        if !expected {
            of_slot.crashes += 1;
        }
        let is_vacant = of_slot.current.is_none();
        match self.phase {
            Phase::Over => {}
            Phase::Stopping { .. } => self.finish_if_empty(commands),
            Phase::Running if expected => {
                if is_vacant {
                    self.slots[slot].due_ms = Some(now_ms);
                }
            }
            Phase::Running => {
                let chance = self.next_chance();
                match self.deaths.count(now_ms, chance) {
                    Verdict::RestartIn(pause_ms) => {
                        if is_vacant {
                            self.slots[slot].due_ms = Some(now_ms + pause_ms);
                        }
                    }
                    Verdict::GiveUp => self.end(Ending::GaveUp, now_ms, commands),
                }
                if was_successor {
                    // What cannot start is not tried in the next slot, where it would fail, too.
                    self.to_replace.clear();
                }
            }
        }
    }

    fn stop(&mut self, now_ms: u64, commands: &mut Vec<Command>) {
        match self.phase {
            Phase::Running => self.end(Ending::Drained, now_ms, commands),
            Phase::Stopping {
                ending,
                hastened: false,
            } => {
                self.phase = Phase::Stopping {
                    ending,
                    hastened: true,
                };
                for id in self.processes.keys().copied().collect::<Vec<_>>() {
                    self.kill(id, Reason::DrainedTooLong, commands);
                }
            }
            Phase::Stopping { .. } | Phase::Over => {}
        }
    }

    fn end(&mut self, ending: Ending, now_ms: u64, commands: &mut Vec<Command>) {
        self.phase = Phase::Stopping {
            ending,
            hastened: false,
        };
        self.to_replace.clear();
        for slot in &mut self.slots {
            slot.due_ms = None;
        }
        for id in self.processes.keys().copied().collect::<Vec<_>>() {
            self.drain(id, now_ms, commands);
            if matches!(self.processes[&id].state, Stage::Starting { .. }) {
                self.kill(id, Reason::Unneeded, commands);
            }
        }
        self.finish_if_empty(commands);
    }

    fn finish_if_empty(&mut self, commands: &mut Vec<Command>) {
        if let (Phase::Stopping { ending, .. }, true) = (self.phase, self.processes.is_empty()) {
            self.phase = Phase::Over;
            commands.push(Command::Finish(ending));
        }
    }

    fn next_chance(&mut self) -> f64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance >> 11) as f64 / (1_u64 << 53) as f64
    }
}
