//! How this worker is.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cluster::board::{Counter, Gauge};
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;

/// The articles' document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "status": "healthy", "pid": 4_711, "uptime": 12.4, "requests": 321, "errors": 0, "memory": {"rss": 21_000_000}
}))]
pub(crate) struct Health {
    /// `healthy` or `draining`.
    status: &'static str,
    /// The process that answers; the figures are its own.
    pid: u32,
    /// Seconds.
    uptime: f64,
    requests: u64,
    errors: u64,
    memory: Memory,
}

/// In bytes.
#[derive(Debug, Serialize, ToSchema)]
struct Memory {
    /// Resident, in bytes.
    rss: u64,
}

/// How this worker is
#[utoipa::path(
    get,
    operation_id = "health",
    path = "/health",
    tag = "health",
    responses((status = OK, body = Health, description = "Its figures"))
)]
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

/// Whether this process answers: nothing else is asked for it
#[utoipa::path(
    get,
    path = "/health/live",
    tag = "health",
    responses((status = OK, body = String, content_type = "text/plain", description = "It does"))
)]
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// Whether this worker is to be sent more
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "health",
    responses(
        (status = OK, body = String, content_type = "text/plain", description = "It is"),
        (status = SERVICE_UNAVAILABLE, body = String, content_type = "text/plain", description = "It drains")
    )
)]
pub(crate) async fn ready(State(api): State<Api>) -> (StatusCode, &'static str) {
    if api.worker.is_draining() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining\n")
    } else {
        (StatusCode::OK, "ready\n")
    }
}
