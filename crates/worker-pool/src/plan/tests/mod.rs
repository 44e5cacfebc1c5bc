//! The plan, driven through courses of events in fake time.

mod jobs;
mod random;
mod shutdown;
mod workers;

use protocol::{JobId, SessionId};

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

fn considerate() -> PoolConfig {
    PoolConfig {
        cancel_grace_ms: Some(200.0),
        ..config(1, 4)
    }
}
