use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const BUILD: &str = "0123456789ab";

fn config(size: usize, queue_max: usize) -> PoolConfig {
    PoolConfig {
        size,
        queue_max,
        start_timeout_ms: 1_000.0,
        idle_max_ms: None,
        cancel_grace_ms: None,
        build_id: BUILD.to_owned(),
    }
}

fn plan(size: usize, queue_max: usize) -> Plan {
    Plan::new(config(size, queue_max))
}

/// A plan whose workers have all got ready and stand at the jobs 0, 1, …
fn busy(config: PoolConfig) -> Plan {
    let size = config.size;
    let mut plan = Plan::new(config);
    for (slot, id) in (0..size).zip(0..) {
        handle(&mut plan, submit(job(id)), 0.0);
        handle(&mut plan, ready(worker(slot, 0)), 0.0);
    }
    plan
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

fn answered(worker: WorkerId) -> Event {
    Event::Idle {
        worker,
        failed: false,
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
        handle(&mut plan, answered(worker(0, 0)), 3.0),
        [Command::Assign(worker(0, 0), job(1))]
    );
    assert_eq!(plan.status().workers[0].jobs_done, 1);
}

#[test]
fn what_is_urgent_goes_before_all_that_wait_and_after_what_is_at_work() {
    let mut plan = plan(1, 4);
    for id in 0..3 {
        handle(&mut plan, submit(job(id)), 0.0);
    }
    handle(&mut plan, ready(worker(0, 0)), 1.0);
    let policy = JobPolicy {
        urgent: true,
        ..JobPolicy::default()
    };
    let urgent = Event::Submit {
        task: job(3),
        policy,
    };
    assert_eq!(handle(&mut plan, urgent, 2.0), []);
    for next in [3, 1, 2] {
        assert_eq!(
            handle(&mut plan, answered(worker(0, 0)), 3.0),
            [Command::Assign(worker(0, 0), job(next))]
        );
    }
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
    assert_eq!(handle(&mut plan, answered(worker(0, 0)), 5.0), []);
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
fn an_urgent_job_goes_before_all_that_wait() {
    let mut plan = busy(config(1, 4));
    handle(&mut plan, submit(job(1)), 0.0);
    let policy = JobPolicy {
        urgent: true,
        ..JobPolicy::default()
    };
    let task = job(2);
    handle(&mut plan, Event::Submit { task, policy }, 1.0);
    assert_eq!(
        handle(&mut plan, answered(worker(0, 0)), 2.0),
        [Command::Assign(worker(0, 0), task)]
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
    handle(&mut plan, answered(worker(0, 0)), 2.0);
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
        handle(&mut plan, answered(worker(0, 0)), 3.0),
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
    let commands = handle(&mut plan, answered(worker(0, 0)), 3.0);
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

#[test]
fn a_pool_that_grows_starts_workers_for_those_who_wait() {
    let mut plan = plan(1, 9);
    for id in 0..4 {
        handle(&mut plan, submit(job(id)), 0.0);
    }
    assert_eq!(
        handle(&mut plan, Event::Resize { size: 3 }, 1.0),
        [Command::Spawn(worker(1, 0)), Command::Spawn(worker(2, 0))]
    );
    assert_eq!(plan.status().workers.len(), 3);
}

#[test]
fn a_pool_that_shrinks_lets_the_idle_go_and_the_busy_finish() {
    let mut plan = busy(config(3, 9));
    handle(&mut plan, answered(worker(0, 0)), 1.0);
    assert_eq!(
        handle(&mut plan, Event::Resize { size: 1 }, 2.0),
        [Command::Terminate(worker(0, 0))]
    );
    let status = plan.status();
    assert_eq!((status.size, status.workers.len()), (1, 3));
    // Both work on; the one that is done first goes, and no job goes with it.
    handle(&mut plan, submit(job(3)), 3.0);
    assert_eq!(
        handle(&mut plan, answered(worker(2, 0)), 4.0),
        [Command::Terminate(worker(2, 0))]
    );
    assert_eq!(
        handle(&mut plan, answered(worker(1, 0)), 5.0),
        [Command::Assign(worker(1, 0), job(3))]
    );
    // Grown again, nobody takes the newcomer for the one that stood there before.
    handle(&mut plan, Event::Resize { size: 3 }, 6.0);
    assert_eq!(
        handle(&mut plan, submit(job(4)), 6.0),
        [Command::Spawn(worker(0, 1))]
    );
    assert_eq!(handle(&mut plan, crash(worker(0, 0)), 7.0), []);
    assert_eq!(plan.status().totals.finished, 3);
}

#[test]
fn a_pool_has_at_least_one_worker() {
    let mut plan = plan(0, 4);
    assert_eq!(plan.status().size, 1);
    handle(&mut plan, Event::Resize { size: 0 }, 0.0);
    assert_eq!(
        handle(&mut plan, submit(job(0)), 0.0),
        [Command::Spawn(worker(0, 0))]
    );
}

#[test]
fn a_worker_that_stands_idle_is_let_go_and_comes_back_when_needed() {
    let mut plan = busy(PoolConfig {
        idle_max_ms: Some(500.0),
        ..config(1, 4)
    });
    let commands = plan.handle(answered(worker(0, 0)), 10.0);
    assert_eq!(commands, [Command::Wake(510.0)]);
    assert_eq!(handle(&mut plan, Event::Tick, 509.0), []);
    assert_eq!(
        handle(&mut plan, Event::Tick, 510.0),
        [Command::Terminate(worker(0, 0))]
    );
    assert_eq!(plan.status().workers[0].restarts, 0);
    assert_eq!(
        handle(&mut plan, submit(job(1)), 600.0),
        [Command::Spawn(worker(0, 1))]
    );
}

#[test]
fn a_job_that_gets_on_is_left_alone_and_one_that_does_not_is_ended() {
    let mut plan = plan(1, 4);
    let policy = JobPolicy {
        stall_ms: Some(100.0),
        deadline_ms: Some(1_000.0),
        ..JobPolicy::default()
    };
    let task = job(0);
    handle(&mut plan, Event::Submit { task, policy }, 0.0);
    let commands = plan.handle(ready(worker(0, 0)), 10.0);
    assert!(commands.contains(&Command::Wake(110.0)), "{commands:?}");
    let beat = Event::Beat {
        worker: worker(0, 0),
    };
    assert_eq!(plan.handle(beat.clone(), 90.0), [Command::Wake(190.0)]);
    assert_eq!(handle(&mut plan, Event::Tick, 189.0), []);
    assert_eq!(
        handle(&mut plan, Event::Tick, 190.0),
        [
            Command::Terminate(worker(0, 0)),
            Command::Fail(task, Loss::Stalled { limit_ms: 100.0 }),
            Command::Spawn(worker(0, 1)),
        ]
    );
    // A beat of the one that was ended revives nobody.
    assert_eq!(handle(&mut plan, beat, 191.0), []);
}

#[test]
fn a_job_that_stalled_is_tried_once_more_if_it_may_be() {
    let mut plan = plan(1, 4);
    let policy = JobPolicy {
        stall_ms: Some(100.0),
        retry: true,
        ..JobPolicy::default()
    };
    let task = job(0);
    handle(&mut plan, Event::Submit { task, policy }, 0.0);
    handle(&mut plan, ready(worker(0, 0)), 0.0);
    handle(&mut plan, Event::Tick, 100.0);
    assert_eq!(
        handle(&mut plan, ready(worker(0, 1)), 110.0),
        [Command::Assign(worker(0, 1), task)]
    );
    let loss = Loss::Stalled { limit_ms: 100.0 };
    let commands = handle(&mut plan, Event::Tick, 210.0);
    assert!(
        commands.contains(&Command::Fail(task, loss)),
        "{commands:?}"
    );
}

#[test]
fn a_deadline_holds_however_lively_the_worker_is() {
    let mut plan = plan(1, 4);
    let policy = JobPolicy {
        stall_ms: Some(100.0),
        deadline_ms: Some(150.0),
        ..JobPolicy::default()
    };
    let task = job(0);
    handle(&mut plan, Event::Submit { task, policy }, 0.0);
    handle(&mut plan, ready(worker(0, 0)), 0.0);
    let beat = Event::Beat {
        worker: worker(0, 0),
    };
    assert_eq!(plan.handle(beat, 90.0), [Command::Wake(150.0)]);
    let commands = handle(&mut plan, Event::Tick, 150.0);
    let loss = Loss::Deadline { limit_ms: 150.0 };
    assert!(
        commands.contains(&Command::Fail(task, loss)),
        "{commands:?}"
    );
}

fn considerate() -> PoolConfig {
    PoolConfig {
        cancel_grace_ms: Some(200.0),
        ..config(1, 4)
    }
}

#[test]
fn a_worker_that_can_is_asked_to_stop_and_goes_on_to_the_next_job() {
    let mut plan = busy(considerate());
    handle(&mut plan, submit(job(1)), 1.0);
    assert_eq!(
        handle(&mut plan, Event::Cancel { task: job(0) }, 2.0),
        [Command::AskToStop(worker(0, 0))]
    );
    assert_eq!(plan.status().active_jobs, 0);
    assert_eq!(
        handle(
            &mut plan,
            Event::Idle {
                worker: worker(0, 0),
                failed: true
            },
            50.0
        ),
        [Command::Assign(worker(0, 0), job(1))]
    );
    let status = plan.status();
    assert_eq!(
        (status.workers[0].restarts, status.workers[0].jobs_done),
        (0, 0)
    );
    assert_eq!((status.totals.cancelled, status.totals.failed), (1, 0));
}

#[test]
fn a_worker_that_does_not_stop_in_time_is_ended() {
    let mut plan = busy(considerate());
    let commands = plan.handle(Event::Cancel { task: job(0) }, 2.0);
    assert!(commands.contains(&Command::Wake(202.0)), "{commands:?}");
    assert_eq!(handle(&mut plan, Event::Tick, 201.0), []);
    assert_eq!(
        handle(&mut plan, Event::Tick, 202.0),
        [
            Command::Terminate(worker(0, 0)),
            Command::Spawn(worker(0, 1))
        ]
    );
}

#[test]
fn a_worker_that_is_stopping_is_not_free() {
    let mut plan = busy(considerate());
    handle(&mut plan, Event::Cancel { task: job(0) }, 1.0);
    for id in 1..=4 {
        assert_eq!(handle(&mut plan, submit(job(id)), 2.0), []);
    }
    assert_eq!(
        handle(&mut plan, submit(job(5)), 2.0),
        [Command::Refuse(job(5), Refusal::QueueFull { limit: 4 })]
    );
}

#[test]
fn what_is_cancelled_in_a_drain_ends_at_once() {
    let mut plan = busy(considerate());
    handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 1.0);
    assert_eq!(
        handle(&mut plan, Event::Cancel { task: job(0) }, 2.0),
        [Command::Terminate(worker(0, 0)), Command::Drained]
    );
}

#[test]
fn shutting_down_waits_for_nobody_whose_job_was_cancelled() {
    let mut plan = busy(considerate());
    handle(&mut plan, Event::Cancel { task: job(0) }, 2.0);
    assert_eq!(
        handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 3.0),
        [Command::Terminate(worker(0, 0)), Command::Drained]
    );
    assert!(plan.status().closed && !plan.status().draining);
}

#[test]
fn a_pool_that_was_drained_opens_again() {
    let mut plan = busy(config(1, 4));
    handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 1.0);
    assert!(plan.status().draining);
    handle(&mut plan, Event::Tick, 101.0);
    assert!(plan.status().closed);
    assert_eq!(handle(&mut plan, Event::Reopen, 102.0), []);
    assert_eq!(
        handle(&mut plan, submit(job(1)), 103.0),
        [Command::Spawn(worker(0, 1))]
    );
    assert_eq!(
        handle(&mut plan, Event::Shutdown { deadline_ms: 1.0 }, 104.0),
        [
            Command::Refuse(job(1), Refusal::ShuttingDown),
            Command::Terminate(worker(0, 1)),
            Command::Drained
        ]
    );
}

#[test]
fn a_drain_can_be_called_off() {
    let mut plan = busy(config(1, 4));
    handle(&mut plan, Event::Shutdown { deadline_ms: 100.0 }, 1.0);
    handle(&mut plan, Event::Reopen, 2.0);
    handle(&mut plan, submit(job(1)), 3.0);
    assert_eq!(handle(&mut plan, Event::Tick, 200.0), []);
    assert_eq!(
        handle(&mut plan, answered(worker(0, 0)), 201.0),
        [Command::Assign(worker(0, 0), job(1))]
    );
}

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
