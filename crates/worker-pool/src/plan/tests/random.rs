//! Courses of events that nobody thought of.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// What a test of random events knows of the pool: its own account, kept beside the plan's.
#[derive(Default)]
struct Witness {
    live: BTreeMap<usize, WorkerId>,
    ready: BTreeSet<WorkerId>,
    /// Which job a worker is at, and since when it has not moved.
    held: BTreeMap<usize, (u32, f64)>,
    stopping: BTreeSet<usize>,
    /// The job of the worker that was ended last, and since when it had not moved.
    gone: Option<(u32, f64)>,
    open: BTreeSet<u32>,
    started: BTreeSet<u32>,
    urgent: BTreeSet<u32>,
    last_fresh: Option<u32>,
    ended: u32,
    taking: bool,
    drained: bool,
}

impl Witness {
    fn end(&mut self, id: u32) -> Result<(), TestCaseError> {
        prop_assert!(self.open.remove(&id), "job {id} ended twice");
        self.ended += 1;
        Ok(())
    }

    fn see(&mut self, command: &Command, size: usize, now_ms: f64) -> Result<(), TestCaseError> {
        match *command {
            Command::Spawn(worker) => {
                prop_assert!(self.taking);
                prop_assert!(self.live.insert(worker.slot, worker).is_none());
                prop_assert!(self.live.len() <= size, "{} threads", self.live.len());
            }
            Command::Terminate(worker) => {
                prop_assert_eq!(self.live.remove(&worker.slot), Some(worker));
                self.ready.remove(&worker);
                self.gone = self.held.remove(&worker.slot);
                self.stopping.remove(&worker.slot);
            }
            Command::AskToStop(worker) => {
                prop_assert_eq!(self.live.get(&worker.slot), Some(&worker));
                self.held.remove(&worker.slot);
                prop_assert!(self.stopping.insert(worker.slot));
            }
            Command::Assign(worker, Task::Job(JobId(id))) => {
                prop_assert!(self.taking && self.ready.contains(&worker));
                prop_assert!(!self.stopping.contains(&worker.slot));
                prop_assert!(self.held.insert(worker.slot, (id, now_ms)).is_none());
                prop_assert!(self.open.contains(&id));
                if self.started.insert(id) && !self.urgent.contains(&id) {
                    prop_assert!(self.last_fresh.is_none_or(|last| last < id));
                    self.last_fresh = Some(id);
                }
            }
            Command::Fail(Task::Job(JobId(id)), ref loss) => {
                if let (Loss::Stalled { limit_ms }, Some((gone, moved_ms))) = (loss, self.gone) {
                    prop_assert!(gone == id && now_ms >= moved_ms + limit_ms);
                }
                self.end(id)?;
            }
            Command::Refuse(Task::Job(JobId(id)), _) => self.end(id)?,
            // It was at work with the worker that is gone, and is not at its end.
            Command::Retry(JobId(id), _) => {
                prop_assert!(self.open.contains(&id));
                prop_assert_eq!(self.gone.map(|(gone, _)| gone), Some(id));
            }
            Command::Drained => {
                prop_assert!(!self.taking && self.live.is_empty());
                self.drained = true;
            }
            _ => {}
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever happens in whatever order, each job gets exactly one end, no worker two jobs,
    /// jobs start in the order in which they came but for those that are urgent, no more threads are started than may be, and
    /// after a drain nothing runs.
    #[test]
    fn no_course_of_events_loses_a_job(
        grace in proptest::option::of(1_u32..60),
        idle_max in proptest::option::of(1_u32..90),
        choices in proptest::collection::vec((0_u8..16, 0_usize..4, 1_u32..40), 1..300),
    ) {
        let mut size = 3;
        let mut plan = Plan::new(PoolConfig {
            cancel_grace_ms: grace.map(f64::from),
            idle_max_ms: idle_max.map(f64::from),
            ..config(size, 5)
        });
        let mut seen = Witness { taking: true, ..Witness::default() };
        let mut next = 0;
        let mut now_ms = 0.0;
        for (choice, pick, step_ms) in choices {
            now_ms += f64::from(step_ms);
            let at = seen.live.get(&pick).copied().unwrap_or(worker(pick, 0));
            let event = match choice {
                0..=3 => {
                    let policy = JobPolicy {
                        stall_ms: (choice == 1).then_some(70.0),
                        deadline_ms: (choice == 2).then_some(200.0),
                        retry: choice == 3,
                        urgent: choice == 0 && pick == 3,
                        fault: None,
                    };
                    seen.open.insert(next);
                    if policy.urgent {
                        seen.urgent.insert(next);
                    }
                    next += 1;
                    Event::Submit { task: job(next - 1), policy }
                }
                4..=7 if seen.stopping.remove(&pick) => Event::Idle { worker: at, failed: true },
                4..=7 => match seen.held.remove(&pick) {
                    Some((id, _)) => {
                        seen.end(id)?;
                        Event::Idle { worker: at, failed: choice == 4 }
                    }
                    None if seen.live.contains_key(&pick) && seen.ready.insert(at) => ready(at),
                    None => Event::Tick,
                },
                8 => crash(at),
                9 | 10 => match seen.open.iter().nth(pick).copied() {
                    Some(id) => {
                        seen.end(id)?;
                        Event::Cancel { task: job(id) }
                    }
                    None => Event::Tick,
                },
                11 => {
                    size = pick.max(1);
                    Event::Resize { size: pick }
                }
                12 => {
                    if let Some((_, moved_ms)) = seen.held.get_mut(&pick) {
                        *moved_ms = now_ms;
                    }
                    Event::Beat { worker: at }
                }
                13 if pick == 0 => {
                    seen.taking = false;
                    Event::Shutdown { deadline_ms: 50.0 }
                }
                14 if pick < 2 => {
                    seen.taking = true;
                    seen.drained = false;
                    Event::Reopen
                }
                _ => Event::Tick,
            };
            let commands = plan.handle(event, now_ms);
            for command in &commands {
                seen.see(command, size, now_ms)?;
            }
            let status = plan.status();
            prop_assert_eq!(seen.open.len(), status.queue_length + seen.held.len());
            prop_assert_eq!(status.active_jobs, seen.held.len());
            prop_assert_eq!(status.closed, seen.drained);
            let totals = status.totals;
            prop_assert_eq!(
                seen.ended,
                totals.finished + totals.failed + totals.cancelled + totals.refused
            );
            // Whoever waits has someone to wait for.
            prop_assert!(status.queue_length == 0 || !seen.live.is_empty());
            prop_assert!(!seen.drained || seen.live.is_empty());
            // What is due next is named each time, and is never in the past.
            if let Some(Command::Wake(at_ms)) = commands.last() {
                prop_assert!(*at_ms > now_ms, "{at_ms} at {now_ms}");
            }
        }
    }
}
