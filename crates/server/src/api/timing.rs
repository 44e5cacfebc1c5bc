//! What an answer says of the time that it took.

use std::fmt::Write as _;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Serialize;

use super::problem::Problem;

pub(crate) const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The value of [`SERVER_TIMING`], in which each part is a token.
fn server_timing(parts: &[(&str, Duration)]) -> Result<HeaderValue, Problem> {
    let mut text = String::new();
    for (name, duration) in parts {
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}{name};dur={:.3}", milliseconds(*duration));
    }
    HeaderValue::try_from(text).map_err(|error| Problem::ours(error.to_string()))
}

/// An answer that says of what its time was made.
pub(crate) fn timed(
    answer: impl Serialize,
    parts: &[(&str, Duration)],
) -> Result<Response, Problem> {
    let timing = server_timing(parts)?;
    Ok((AppendHeaders([(SERVER_TIMING, timing)]), Json(answer)).into_response())
}

/// The same, of an answer that was written elsewhere.
pub(crate) fn timed_bytes(
    kind: &'static str,
    bytes: Vec<u8>,
    parts: &[(&str, Duration)],
) -> Result<Response, Problem> {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (SERVER_TIMING, server_timing(parts)?),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_milliseconds() {
        let parts = [
            ("queue", Duration::from_micros(1_500)),
            ("compute", Duration::from_secs(2)),
        ];
        let value = server_timing(&parts).expect("a header");
        assert_eq!(value, "queue;dur=1.500, compute;dur=2000.000");
    }
}
