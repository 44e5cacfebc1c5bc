//! Which job goes to which worker, and what becomes of it.

use super::*;

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
    let loss = Loss::Crashed("unreachable".to_owned());
    assert_eq!(
        handle(&mut plan, crash(worker(0, 0)), 2.0),
        [
            Command::Terminate(worker(0, 0)),
            Command::Retry(JobId(0), loss),
            Command::Spawn(worker(0, 1)),
        ]
    );
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
