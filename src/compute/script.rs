//! The workers that run programs in Node's event loop.

use event_loop::session::{Command, Event, Open, SessionError};
use protocol::Never;
use worker_pool::{Contract, Pool, PoolConfig};

use super::Assets;

/// How long a worker may take until it is ready: its module is the largest, and a network may be slow.
const START_TIMEOUT_MS: f64 = 120_000.0;

/// The app's side of the agreement with those workers: sessions that run programs.
#[derive(Debug)]
pub(crate) enum Script {}

impl Contract for Script {
    type Request = Never;
    type Outcome = Never;
    type Error = SessionError;
    type Open = Open;
    type Command = Command;
    type Event = Event;
}

/// A pool of one worker, which starts when it gets a session.
#[must_use]
pub(crate) fn pool(assets: &Assets) -> Pool<Script> {
    let config = PoolConfig {
        size: 1,
        queue_max: 1,
        start_timeout_ms: START_TIMEOUT_MS,
        build_id: assets.build_id.clone(),
        idle_max_ms: None,
        cancel_grace_ms: None,
    };
    Pool::new(assets.url("workers/script.js"), config)
}
