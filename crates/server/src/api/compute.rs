//! Work for the processor, by the pool.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernels::{Engine, Input, Kernel, Outcome, Spec, Variant};
use serde::Serialize;

use super::Api;
use super::problem::{Problem, whole};
use crate::cpu::{Computed, CpuError};

/// How long a computation may take, its wait included.
pub(crate) const WITHIN: Duration = Duration::from_secs(20);

const INDEX_MAX: u64 = 45;
const LIMIT_MAX: u64 = 1_000_000;
const ROOTS: u64 = 1_000_000;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

#[derive(Debug, Serialize)]
struct Answer<T> {
    #[serde(flatten)]
    figures: T,
    /// Milliseconds of computing.
    duration_ms: f64,
    /// The worker that answers.
    pid: u32,
}

#[derive(Debug, Serialize)]
struct Fibonacci {
    n: u64,
    result: u64,
}

#[derive(Debug, Serialize)]
struct Sieved {
    limit: u64,
    count: u64,
    primes: Vec<u64>,
}

#[derive(Debug, Serialize)]
struct Roots {
    iterations: u64,
    result: f64,
}

pub(crate) async fn fibonacci(
    State(api): State<Api>,
    Path(n): Path<String>,
) -> Result<Response, Problem> {
    let n = whole("n", &n, &(0..=INDEX_MAX))?;
    compute(
        &api,
        Kernel::Fibonacci,
        Variant::Plain,
        n,
        |outcome| match outcome {
            Outcome::Fibonacci(outcome) => Some(Fibonacci {
                n,
                result: outcome.value,
            }),
            _ => None,
        },
    )
    .await
}

pub(crate) async fn primes(
    State(api): State<Api>,
    Path(limit): Path<String>,
) -> Result<Response, Problem> {
    let limit = whole("limit", &limit, &(0..=LIMIT_MAX))?;
    compute(
        &api,
        Kernel::Primes,
        Variant::Segmented,
        limit,
        |outcome| match outcome {
            Outcome::Primes(outcome) => Some(Sieved {
                limit,
                count: outcome.count,
                primes: outcome.first,
            }),
            _ => None,
        },
    )
    .await
}

pub(crate) async fn cpu_intensive(State(api): State<Api>) -> Result<Response, Problem> {
    compute(
        &api,
        Kernel::Roots,
        Variant::Plain,
        ROOTS,
        |outcome| match outcome {
            Outcome::Roots(outcome) => Some(Roots {
                iterations: ROOTS,
                result: outcome.sum(),
            }),
            _ => None,
        },
    )
    .await
}

async fn compute<T: Serialize>(
    api: &Api,
    kernel: Kernel,
    variant: Variant,
    size: u64,
    figures: impl FnOnce(Outcome) -> Option<T>,
) -> Result<Response, Problem> {
    let spec = Spec::new(kernel, variant, Engine::Wasm, size, 1)
        .map_err(|error| Problem::bad_request(error.to_string()))?;
    let Computed {
        made,
        queued,
        computed,
    } = api.cpu.kernel(spec, Input::none(), WITHIN).await?;
    let ran = made.map_err(|error| Problem::ours(error.to_string()))?;
    let figures =
        figures(ran.outcome).ok_or_else(|| Problem::ours("an outcome of another kernel"))?;
    let answer = Answer {
        figures,
        duration_ms: milliseconds(computed),
        pid: std::process::id(),
    };
    timed(answer, queued, computed)
}

/// An answer that says how long it waited and was computed.
pub(crate) fn timed(
    answer: impl Serialize,
    queued: Duration,
    computed: Duration,
) -> Result<Response, Problem> {
    let timing = format!(
        "queue;dur={:.3}, compute;dur={:.3}",
        milliseconds(queued),
        milliseconds(computed)
    );
    let timing =
        HeaderValue::from_str(&timing).map_err(|error| Problem::ours(error.to_string()))?;
    Ok((AppendHeaders([(SERVER_TIMING, timing)]), Json(answer)).into_response())
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

impl From<CpuError> for Problem {
    fn from(error: CpuError) -> Self {
        match error {
            CpuError::Full { .. } => Self::busy(error.to_string()),
            CpuError::Late { .. } => Self::late(error.to_string()),
            CpuError::Lost => Self::ours(error.to_string()),
        }
    }
}

/// The articles' document of the pool.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    pool_size: usize,
    available_workers: usize,
    queue_length: usize,
    queue_max: usize,
    active_jobs: usize,
    pid: u32,
    workers: Vec<CpuThread>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CpuThread {
    thread: usize,
    busy: bool,
    job: Option<&'static str>,
    /// How long it has been computing.
    running_ms: Option<f64>,
    jobs_done: u64,
}

pub(crate) async fn status(State(api): State<Api>) -> Json<Status> {
    let status = api.cpu.status();
    let active = status
        .threads
        .iter()
        .filter(|(job, _)| job.is_some())
        .count();
    let threads = status.threads.iter().enumerate();
    Json(Status {
        pool_size: status.threads.len(),
        available_workers: status.threads.len() - active,
        queue_length: status.queue_length,
        queue_max: status.queue_max,
        active_jobs: active,
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
    })
}
