//! How the whole cluster is. Any worker can tell, from the scoreboard.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use cluster::board::{Counter, Gauge, SlotField, SupervisorField};
use cluster::clock;
use cluster::plan;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;

/// How often a stream of events looks whether anything has changed.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// The longest pause between two events.
const EVENT_INTERVAL_MS: u64 = 1_000;

/// How the whole cluster is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "pid": 4_711,
    "supervisor": {"pid": 4_700, "uptime": 12.5, "memory": 9_000_000},
    "workers": [{
        "slot": 0, "pid": 4_711, "state": "ready", "uptime": 12.4, "requests": 321, "errors": 0, "errorRate": 0,
        "inFlight": 1, "connections": 3, "memory": 21_000_000, "restarts": 0, "generation": 1
    }],
    "requests": 321, "errors": 0, "shed": 0
}))]
pub(crate) struct Cluster {
    /// Who answers.
    pid: u32,
    supervisor: Supervisor,
    workers: Vec<Worker>,
    /// Of all workers that there ever were.
    requests: u64,
    errors: u64,
    shed: u64,
}

/// The process that starts and ends the workers.
#[derive(Debug, Serialize, ToSchema)]
struct Supervisor {
    pid: u64,
    /// Seconds.
    uptime: f64,
    /// Resident, in bytes.
    memory: u64,
}

/// A worker's place, and who has it now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Worker {
    slot: usize,
    pid: u64,
    /// `vacant`, `starting`, `ready`, `draining` or `killed`.
    state: &'static str,
    /// Seconds.
    uptime: f64,
    requests: u64,
    errors: u64,
    /// Errors of the worker's own among its requests, from 0 to 1.
    error_rate: f64,
    /// Requests that are being answered.
    in_flight: u64,
    connections: u64,
    /// Resident, in bytes.
    memory: u64,
    /// How often the slot's worker died without having been asked to.
    restarts: u64,
    /// How many workers the slot has had.
    generation: u64,
}

/// How the whole cluster is
#[utoipa::path(
    get,
    operation_id = "cluster",
    path = "/cluster",
    tag = "cluster",
    responses((status = OK, body = Cluster, description = "The supervisor and every worker"))
)]
pub(crate) async fn document(State(api): State<Api>) -> Json<Cluster> {
    Json(now(&api))
}

/// The document once a second, and as soon as a worker changes; until this worker is to stop
#[utoipa::path(
    get,
    path = "/cluster/events",
    tag = "cluster",
    responses((
        status = OK,
        body = String,
        content_type = "text/event-stream",
        description = "Server-sent events, each named `cluster`, whose data is the document of /cluster"
    ))
)]
pub(crate) async fn events(
    State(api): State<Api>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let interval = tokio::time::interval(LOOK_INTERVAL);
    let stream = unfold((api, interval, None), async |(api, mut interval, sent)| {
        loop {
            interval.tick().await;
            if api.worker.is_draining() {
                return None;
            }
            let version = api.worker.board().supervisor(SupervisorField::Version);
            let now_ms = clock::now_ms();
            let is_due = sent.is_none_or(|(of, at_ms)| {
                of != version || now_ms.saturating_sub(at_ms) >= EVENT_INTERVAL_MS
            });
            if is_due && let Ok(event) = Event::default().event("cluster").json_data(now(&api)) {
                return Some((Ok(event), (api, interval, Some((version, now_ms)))));
            }
        }
    });
    Sse::new(stream)
}

fn now(api: &Api) -> Cluster {
    let board = api.worker.board();
    let now_ms = clock::now_ms();
    let seconds_since = |at_ms: u64| match at_ms {
        0 => 0.0,
        at_ms => now_ms.saturating_sub(at_ms) as f64 / 1_000.0,
    };
    let worker = |slot: usize| {
        let field = |field| board.slot(slot, field);
        let seat = usize::try_from(field(SlotField::Seat)).ok();
        let seat = seat.and_then(|seat| seat.checked_sub(1));
        let counter = |counter| seat.map_or(0, |seat| board.counter(seat, counter));
        let gauge = |gauge| seat.map_or(0, |seat| board.gauge(seat, gauge));
        let (requests, errors) = (counter(Counter::Requests), counter(Counter::Status5xx));
        Worker {
            slot,
            pid: field(SlotField::Pid),
            state: state(plan::State::of_code(field(SlotField::State))),
            uptime: seconds_since(field(SlotField::StartedMs)),
            requests,
            errors,
            error_rate: if requests == 0 {
                0.0
            } else {
                errors as f64 / requests as f64
            },
            in_flight: gauge(Gauge::InFlight),
            connections: gauge(Gauge::OpenConnections),
            memory: gauge(Gauge::MemoryBytes),
            restarts: field(SlotField::Crashes),
            generation: field(SlotField::Generation),
        }
    };
    let total = board.total();
    Cluster {
        pid: std::process::id(),
        supervisor: Supervisor {
            pid: board.supervisor(SupervisorField::Pid),
            uptime: seconds_since(board.supervisor(SupervisorField::StartedMs)),
            memory: board.supervisor(SupervisorField::MemoryBytes),
        },
        workers: (0..board.slots()).map(worker).collect(),
        requests: total.get(Counter::Requests),
        errors: total.get(Counter::Status5xx),
        shed: total.get(Counter::Shed),
    }
}

const fn state(state: plan::State) -> &'static str {
    match state {
        plan::State::Vacant => "vacant",
        plan::State::Starting => "starting",
        plan::State::Ready => "ready",
        plan::State::Draining => "draining",
        plan::State::Killed => "killed",
    }
}
