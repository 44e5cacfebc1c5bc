//! Work for the processor, by the pool.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use kernels::{Engine, Input, Kernel, Outcome, Spec, Variant};
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::asked::Named;
use super::document::Refused;
use super::problem::{Problem, whole};
use super::timing::{milliseconds, timed};
use crate::pool::{Computed, PoolError};

/// How long a computation may take, its wait included.
pub(crate) const WITHIN: Duration = Duration::from_secs(20);

const INDEX_MAX: u64 = 45;
const LIMIT_MAX: u64 = 1_000_000;
const ROOTS: u64 = 1_000_000;

/// A Fibonacci number.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"n": 30, "fibonacci": 832_040, "durationMs": 3.52, "worker": 4_711}))]
pub(crate) struct FibonacciNumber {
    n: u64,
    fibonacci: u64,
    /// Milliseconds of computing.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// The Fibonacci number of an index, by plain recursion
#[utoipa::path(
    get,
    path = "/fibonacci/{n}",
    tag = "compute",
    params(("n" = u64, Path, minimum = 0, maximum = 45, example = 30, description = "Its index")),
    responses((status = OK, body = FibonacciNumber, description = "The number"), Refused)
)]
pub(crate) async fn fibonacci(
    State(api): State<Api>,
    Named(n): Named<String>,
) -> Result<Response, Problem> {
    let n = whole("n", &n, &(0..=INDEX_MAX))?;
    let figures = |outcome, duration_ms| match outcome {
        Outcome::Fibonacci(outcome) => Some(FibonacciNumber {
            n,
            fibonacci: outcome.value,
            duration_ms,
            worker: std::process::id(),
        }),
        _ => None,
    };
    compute(&api, Kernel::Fibonacci, Variant::Plain, n, figures).await
}

/// The primes up to a limit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "limit": 20, "count": 8, "primes": [2, 3, 5, 7, 11, 13, 17, 19], "durationMs": 0.01, "worker": 4_711
}))]
pub(crate) struct Sieved {
    limit: u64,
    /// How many there are.
    count: u64,
    /// The first hundred.
    primes: Vec<u64>,
    /// Milliseconds of computing.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// Counts the primes up to a limit
#[utoipa::path(
    get,
    path = "/primes/{limit}",
    tag = "compute",
    params((
        "limit" = u64,
        Path,
        minimum = 0,
        maximum = 1_000_000,
        example = 100_000,
        description = "The last number to look at"
    )),
    responses((status = OK, body = Sieved, description = "How many, and the first hundred"), Refused)
)]
pub(crate) async fn primes(
    State(api): State<Api>,
    Named(limit): Named<String>,
) -> Result<Response, Problem> {
    let limit = whole("limit", &limit, &(0..=LIMIT_MAX))?;
    let figures = |outcome, duration_ms| match outcome {
        Outcome::Primes(outcome) => Some(Sieved {
            limit,
            count: outcome.count,
            primes: outcome.first,
            duration_ms,
            worker: std::process::id(),
        }),
        _ => None,
    };
    compute(&api, Kernel::Primes, Variant::Segmented, limit, figures).await
}

/// A sum of square roots.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"iterations": 1_000_000, "result": 666_667_166.458_841, "durationMs": 2.81, "worker": 4_711}))]
pub(crate) struct Roots {
    /// How many roots.
    iterations: u64,
    /// Their sum.
    result: f64,
    /// Milliseconds of computing.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// Sums up the square roots of the first million whole numbers
#[utoipa::path(
    get,
    path = "/cpu-intensive",
    tag = "compute",
    responses((status = OK, body = Roots, description = "The sum"), Refused)
)]
pub(crate) async fn cpu_intensive(State(api): State<Api>) -> Result<Response, Problem> {
    let figures = |outcome, duration_ms| match outcome {
        Outcome::Roots(outcome) => Some(Roots {
            iterations: ROOTS,
            result: outcome.sum(),
            duration_ms,
            worker: std::process::id(),
        }),
        _ => None,
    };
    compute(&api, Kernel::Roots, Variant::Plain, ROOTS, figures).await
}

async fn compute<T: Serialize>(
    api: &Api,
    kernel: Kernel,
    variant: Variant,
    size: u64,
    figures: impl FnOnce(Outcome, f64) -> Option<T>,
) -> Result<Response, Problem> {
    let spec = Spec::new(kernel, variant, Engine::Wasm, size, 1)
        .map_err(|error| Problem::bad_request(error.to_string()))?;
    let Computed {
        made,
        queued,
        computed,
    } = api.cpu.kernel(spec, Input::none(), WITHIN).await?;
    let ran = made.map_err(|error| Problem::ours(error.to_string()))?;
    let answer = figures(ran.outcome, milliseconds(computed))
        .ok_or_else(|| Problem::ours("an outcome of another kernel"))?;
    timed(answer, &[("queue", queued), ("compute", computed)])
}
impl From<PoolError> for Problem {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Full { .. } | PoolError::Unbegun { .. } => Self::busy(error.to_string()),
            PoolError::Late { .. } => Self::late(error.to_string()),
            PoolError::Lost => Self::ours(error.to_string()),
        }
    }
}

/// The articles' document of the pool.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "poolSize": 2, "availableWorkers": 1, "queueLength": 0, "queueMax": 64, "activeJobs": 1, "pid": 4_711,
    "workers": [
        {"thread": 0, "busy": true, "job": "fibonacci", "runningMs": 120.5, "jobsDone": 7},
        {"thread": 1, "busy": false, "job": null, "runningMs": null, "jobsDone": 8}
    ],
    "database": {"readers": 4, "active": 0, "queueLength": 0, "queueMax": 64}
}))]
pub(crate) struct Status {
    pool_size: usize,
    available_workers: usize,
    queue_length: usize,
    queue_max: usize,
    active_jobs: usize,
    pid: u32,
    workers: Vec<CpuThread>,
    database: Database,
}

/// The connections of this worker that read the database.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Database {
    readers: usize,
    active: usize,
    queue_length: usize,
    queue_max: usize,
}

/// A thread that computes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CpuThread {
    thread: usize,
    busy: bool,
    job: Option<&'static str>,
    /// How long it has been computing, in milliseconds.
    running_ms: Option<f64>,
    jobs_done: u64,
}

/// How the pool of this worker stands
#[utoipa::path(
    get,
    path = "/worker-status",
    tag = "health",
    responses((status = OK, body = Status, description = "Its threads and its queue"))
)]
pub(crate) async fn status(State(api): State<Api>) -> Json<Status> {
    let status = api.cpu.status();
    let readers = api.data.status();
    let threads = status.threads.iter().enumerate();
    Json(Status {
        pool_size: status.threads.len(),
        available_workers: status.threads.len() - status.active(),
        queue_length: status.queue_length,
        queue_max: status.queue_max,
        active_jobs: status.active(),
        pid: std::process::id(),
        workers: threads
            .map(|(thread, (job, jobs_done))| CpuThread {
                thread,
                busy: job.is_some(),
                job: job.map(|(name, _)| name),
                running_ms: job.map(|(_, since)| milliseconds(since)),
                jobs_done: *jobs_done,
            })
            .collect(),
        database: Database {
            readers: readers.threads.len(),
            active: readers.active(),
            queue_length: readers.queue_length,
            queue_max: readers.queue_max,
        },
    })
}
