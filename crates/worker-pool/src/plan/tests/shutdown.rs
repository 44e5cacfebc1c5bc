//! How a pool ends, and how it opens again.

use super::*;

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
