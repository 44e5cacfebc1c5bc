//! The reference API: the articles' endpoints, by one worker of a cluster.

mod accounting;
mod admin;
mod cluster;
mod compute;
mod health;
mod memory;
mod metrics;
pub(crate) mod problem;

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::cpu::Cpu;
use crate::worker::Worker;

pub use admin::{AdminToken, TokenError};

/// What the endpoints share.
#[derive(Clone, Debug)]
pub struct Api {
    pub(crate) worker: Arc<Worker>,
    pub(crate) cpu: Arc<Cpu>,
    pub(crate) admin: Option<AdminToken>,
    memory: memory::MemoryBudget,
}

impl Api {
    /// Of a worker that serves, and its threads that compute. Without a token nobody administrates.
    #[must_use]
    pub fn new(worker: Arc<Worker>, cpu: Arc<Cpu>, admin: Option<AdminToken>) -> Self {
        Self {
            worker,
            cpu,
            admin,
            memory: memory::MemoryBudget::default(),
        }
    }
}

/// The routes that have a histogram of their own, in the order of the scoreboard. What is not among them
/// counts as [`OTHER_ROUTES`].
pub(crate) const ROUTES: &[&str] = &[
    OTHER_ROUTES,
    "/health",
    "/health/live",
    "/health/ready",
    "/cluster",
    "/cluster/events",
    "/cluster/restart",
    "/cluster/workers/{slot}/restart",
    "/cluster/workers/{slot}/kill",
    "/metrics",
    "/worker-status",
    "/cpu-intensive",
    "/memory-intensive",
    "/fibonacci/{n}",
    "/primes/{limit}",
];

/// Files, and what there is not.
const OTHER_ROUTES: &str = "other";

const _: () = assert!(ROUTES.len() <= ::cluster::board::ROUTES_MAX);

/// The API, with `site` for all other addresses.
pub fn router(api: Api, site: Router) -> Router {
    let routes = Router::new()
        .route("/health", get(health::document))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/cluster", get(cluster::document))
        .route("/cluster/events", get(cluster::events))
        .route("/cluster/restart", post(admin::restart_all))
        .route("/cluster/workers/{slot}/restart", post(admin::restart))
        .route("/cluster/workers/{slot}/kill", post(admin::kill))
        .route("/metrics", get(metrics::text))
        .route("/worker-status", get(compute::status))
        .route("/cpu-intensive", get(compute::cpu_intensive))
        .route("/memory-intensive", get(memory::intensive))
        .route("/fibonacci/{n}", get(compute::fibonacci))
        .route("/primes/{limit}", get(compute::primes))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(api.clone());
    routes
        .fallback_service(site)
        .layer(from_fn_with_state(api, accounting::count))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}
