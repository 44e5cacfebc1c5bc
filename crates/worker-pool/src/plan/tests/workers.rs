//! Which workers come, go and are replaced.

use super::*;

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
