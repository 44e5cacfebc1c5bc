//! How this worker is.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cluster::board::{Counter, Gauge};
use serde::Serialize;

use super::Api;

/// The articles' document.
#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    pid: u32,
    /// Seconds.
    uptime: f64,
    requests: u64,
    errors: u64,
    memory: Memory,
}

#[derive(Debug, Serialize)]
struct Memory {
    /// Resident, in bytes.
    rss: u64,
}

pub(crate) async fn document(State(api): State<Api>) -> Json<Health> {
    let worker = &api.worker;
    Json(Health {
        status: if worker.is_draining() {
            "draining"
        } else {
            "healthy"
        },
        pid: std::process::id(),
        uptime: worker.uptime_ms() as f64 / 1_000.0,
        requests: worker.counter(Counter::Requests),
        errors: worker.counter(Counter::Status5xx),
        memory: Memory {
            rss: worker.gauge(Gauge::MemoryBytes),
        },
    })
}

/// Whether this process answers: nothing else is asked for it.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// Whether this worker is to be sent more.
pub(crate) async fn ready(State(api): State<Api>) -> (StatusCode, &'static str) {
    if api.worker.is_draining() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining\n")
    } else {
        (StatusCode::OK, "ready\n")
    }
}
