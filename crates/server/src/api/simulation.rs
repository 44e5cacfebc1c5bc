//! Five queries at the same time, to a database that is some way off: what waiting costs when it is done
//! together.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join_all;
use serde::Serialize;
use sql_workload::engine::{self, EngineError};
use utoipa::ToSchema;

use super::Api;
use super::books::problem;
use super::compute::WITHIN;
use super::document::Refused;
use super::problem::Problem;
use super::timing::{milliseconds, timed};

/// How many queries.
const QUERIES: usize = 5;

/// The latency that is added to each, in milliseconds: any of these, with equal chances.
const LATENCY_MS: std::ops::Range<u64> = 50..150;

/// What the queries gave.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "results": [{
        "id": 42, "data": "A Year of Rivers", "injectedMs": 98.1, "queryMs": 0.2, "timestamp": 1_767_225_600_000_u64
    }],
    "slowestMs": 143.9, "sumMs": 502.3, "durationMs": 144.2, "worker": 4_711
}))]
pub(crate) struct Simulated {
    results: Vec<Queried>,
    /// Milliseconds of the slowest of them: what all of them took together is hardly more.
    slowest_ms: f64,
    /// Milliseconds of all, one after another.
    sum_ms: f64,
    /// Milliseconds that they took at the same time.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// What one of them gave.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Queried {
    /// Of a book that chance chose.
    id: i64,
    /// Its title.
    data: String,
    /// Milliseconds of latency that were added.
    injected_ms: f64,
    /// Milliseconds of the query itself, with its wait for a connection.
    query_ms: f64,
    /// When it was done, in milliseconds since the Unix epoch.
    timestamp: u64,
}

/// Five real queries at the same time, each with 50 to 150 ms of added latency
#[utoipa::path(
    get,
    path = "/db-simulation",
    tag = "data",
    responses((status = OK, body = Simulated, description = "Their results and times"), Refused)
)]
pub(crate) async fn simulate(State(api): State<Api>) -> Result<Response, Problem> {
    let start = Instant::now();
    let results = try_join_all((0..QUERIES).map(|_| query(&api))).await?;
    let took = start.elapsed();
    let times = results
        .iter()
        .map(|result| result.injected_ms + result.query_ms);
    let answer = Simulated {
        slowest_ms: times.clone().fold(0.0, f64::max),
        sum_ms: times.sum(),
        duration_ms: milliseconds(took),
        worker: std::process::id(),
        results,
    };
    timed(answer, &[("query", took)])
}

async fn query(api: &Api) -> Result<Queried, Problem> {
    let ours = |error: &dyn std::fmt::Display| Problem::ours(error.to_string());
    let latency = Duration::from_micros(
        LATENCY_MS.start * 1_000 + below((LATENCY_MS.end - LATENCY_MS.start) * 1_000)?,
    );
    // On the way, no connection is taken: it is the wire that is slow, not the database.
    tokio::time::sleep(latency).await;
    let books = u64::try_from(api.data.generated()).unwrap_or(1);
    let id = 1 + i64::try_from(below(books)?).map_err(|error| ours(&error))?;
    let start = Instant::now();
    let found = api
        .data
        .read("one-book", WITHIN, move |connection, _| {
            engine::book(connection, id)
        })
        .await?;
    let book = found
        .made
        .map_err(|error| problem(&EngineError::from(error)))?;
    let book = book.ok_or_else(|| Problem::ours(format!("book {id} is missing")))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(Queried {
        id,
        data: book.title,
        injected_ms: milliseconds(latency),
        query_ms: milliseconds(start.elapsed()),
        timestamp: now.map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX)),
    })
}

/// A number below `end`.
fn below(end: u64) -> Result<u64, Problem> {
    let random = getrandom::u32().map_err(|error| Problem::ours(error.to_string()))?;
    Ok((u64::from(random) * end) >> 32)
}
