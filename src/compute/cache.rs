//! The workers that simulate caches.

use cache_sim::application::{Outcome, Scenario};
use cache_sim::session::{Command, Event, Open, SessionError};
use worker_pool::{Contract, Pool, PoolConfig};

use super::Assets;

/// How long a worker may take until it is ready, on a slow network.
const START_TIMEOUT_MS: f64 = 60_000.0;

/// The app's side of the agreement with those workers: sessions with traces, and jobs that simulate a cache in an
/// application.
#[derive(Debug)]
pub(crate) enum Cache {}

impl Contract for Cache {
    type Request = Scenario;
    type Outcome = Outcome;
    type Error = SessionError;
    type Open = Open;
    type Command = Command;
    type Event = Event;
}

/// A pool of so many workers; each starts when it gets a session or a job.
#[must_use]
pub(crate) fn pool(assets: &Assets, size: usize) -> Pool<Cache> {
    let config = PoolConfig {
        size,
        queue_max: size,
        start_timeout_ms: START_TIMEOUT_MS,
        build_id: assets.build_id.clone(),
        idle_max_ms: None,
        cancel_grace_ms: None,
    };
    Pool::new(assets.url("workers/cache.js"), config)
}
