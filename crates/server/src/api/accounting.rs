//! Counts every request, times it, and says so in its answer.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderName, HeaderValue, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cluster::board::Counter;
use cluster::control::Failure;
use tower_http::request_id::RequestId;
use tracing::Instrument as _;

use super::problem::Problem;
use super::timing::SERVER_TIMING;
use super::{Api, ROUTES};
use crate::worker::Worker;

pub(crate) const RESPONSE_TIME: HeaderName = HeaderName::from_static("x-response-time");

/// What takes longer is logged, in milliseconds.
const SLOW_MS: f64 = 1_000.0;

pub(crate) async fn count(State(api): State<Api>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| ROUTES.iter().position(|route| *route == path.as_str()))
        .unwrap_or(0);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let id = request_id(&request);
    let is_http1 = request.version() < Version::HTTP_2;
    // What is logged meanwhile says for whom.
    let span = tracing::info_span!("request", id, %method, path);
    let mut open = Open::new(&api.worker, route);
    let answer = next.run(request).instrument(span.clone());
    let within = api.options.request_max;
    let mut response = match tokio::time::timeout(within, answer).await {
        Ok(response) => response,
        Err(_) => {
            Problem::late(format!("not done within {} ms", within.as_millis())).into_response()
        }
    };
    let ms = open.end(response.status());

    let status = response.status();
    span.in_scope(|| {
        if ms >= SLOW_MS {
            tracing::warn!(status = status.as_u16(), ms, "slow request");
        } else {
            tracing::debug!(status = status.as_u16(), ms, "request");
        }
    });
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        api.worker.report(Failure {
            method: method.to_string(),
            path,
            status: status.as_u16(),
            message: format!(
                "{} (request {id})",
                status.canonical_reason().unwrap_or("error")
            ),
        });
    }
    let headers = response.headers_mut();
    if let Ok(text) = HeaderValue::from_str(&format!("{ms:.3}ms")) {
        headers.insert(RESPONSE_TIME, text);
    }
    if let Ok(text) = HeaderValue::from_str(&format!("total;dur={ms:.3}")) {
        headers.append(SERVER_TIMING, text);
    }
    // Said in every answer before connections are closed, so that none is closed under a request.
    if is_http1 && api.worker.is_draining() {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// By which a request is found in the log, and which its answer repeats: the client's own, if it is short,
/// or one that was made.
fn request_id(request: &Request) -> String {
    const CHARACTERS_MAX: usize = 64;
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok());
    id.unwrap_or_default()
        .chars()
        .take(CHARACTERS_MAX)
        .collect()
}

/// A request that is being answered. Where it is dropped before its end, its client has gone away.
struct Open<'a> {
    worker: &'a Worker,
    route: usize,
    start: Instant,
    is_answered: bool,
}

impl<'a> Open<'a> {
    fn new(worker: &'a Worker, route: usize) -> Self {
        worker.request_begins();
        Self {
            worker,
            route,
            start: Instant::now(),
            is_answered: false,
        }
    }

    /// Counts the answer. Returns the milliseconds that it took.
    fn end(&mut self, status: StatusCode) -> f64 {
        self.is_answered = true;
        let class = match status.as_u16() {
            100..200 => Counter::Status1xx,
            200..300 => Counter::Status2xx,
            300..400 => Counter::Status3xx,
            400..500 => Counter::Status4xx,
            // What is refused for lack of room is no failure of this worker.
            503 => Counter::Shed,
            _ => Counter::Status5xx,
        };
        let took = self.start.elapsed();
        self.worker.count(class);
        self.worker.time(
            self.route,
            u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        );
        took.as_secs_f64() * 1_000.0
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.worker.count(Counter::Requests);
        if !self.is_answered {
            self.worker.count(Counter::Abandoned);
        }
        self.worker.request_ends();
    }
}
