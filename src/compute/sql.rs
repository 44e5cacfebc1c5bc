//! The worker that holds an SQLite database.

use protocol::Never;
use sql_workload::session::{Command, Event, Open, SessionError};
use worker_pool::{Contract, Pool, PoolConfig};

use super::Assets;

/// How long the worker may take until it is ready: a slow network has to deliver half a megabyte.
const START_TIMEOUT_MS: f64 = 120_000.0;

/// Sessions that may wait for the worker.
const QUEUE_MAX: usize = 1;

/// The app's side of the agreement with that worker: sessions only.
#[derive(Debug)]
pub(crate) enum Sql {}

impl Contract for Sql {
    type Request = Never;
    type Outcome = Never;
    type Error = SessionError;
    type Open = Open;
    type Command = Command;
    type Event = Event;
}

/// A pool of one worker, which starts when a session is opened.
#[must_use]
pub(crate) fn pool(assets: &Assets) -> Pool<Sql> {
    let config = PoolConfig {
        size: 1,
        queue_max: QUEUE_MAX,
        start_timeout_ms: START_TIMEOUT_MS,
        build_id: assets.build_id.clone(),
        idle_max_ms: None,
        cancel_grace_ms: None,
    };
    Pool::new(assets.url("workers/sql.js"), config)
}
