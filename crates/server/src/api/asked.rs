//! What a request asks for: its path, its query, its body. What cannot be read is a [`Problem`], too, so
//! that whoever asks wrongly always gets the same kind of answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;

/// A part of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(Path), rejection(Problem))]
pub(crate) struct Named<T>(pub(crate) T);

/// The query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(Query), rejection(Problem))]
pub(crate) struct Asked<T>(pub(crate) T);

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

/// Beyond it not every whole number is a float's.
const FLOAT_MAX: f64 = 9_007_199_254_740_992.0;

/// A whole number in JSON, which tells no difference between 7 and 7.0.
#[allow(
    clippy::cast_possible_truncation,
    reason = "what is whole and within the bound is kept"
)]
pub(crate) fn integer<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(from)?;
    let of_float = |float: f64| {
        let is_whole = float.fract() == 0.0 && float.abs() <= FLOAT_MAX;
        is_whole.then_some(float as i64)
    };
    number
        .as_i64()
        .or_else(|| number.as_f64().and_then(of_float))
        .ok_or_else(|| D::Error::custom(format!("{number} is no whole number, or too large")))
}

/// How long a body may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(15);

/// Bodies of one kind: how many are held at the same time, and how large they are at most.
#[derive(Clone, Debug)]
pub(crate) struct Bodies {
    places: Arc<Semaphore>,
    places_max: usize,
    bytes_max: usize,
}

/// A body, and the place that it takes until it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) bytes: Bytes,
    _place: OwnedSemaphorePermit,
}

impl Bodies {
    pub(crate) fn new(places_max: usize, bytes_max: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places_max)),
            places_max,
            bytes_max,
        }
    }

    /// Takes in the body of `request`. A place is there before the first byte is read: those who send
    /// slowly do not fill the memory.
    pub(crate) async fn take(&self, mut request: Request) -> Result<Held, Problem> {
        let announced = request.headers().get("content-length");
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if let Some(bytes) = announced.filter(|&bytes| bytes > self.bytes_max as u64) {
            return Err(self.too_large(&format!("{bytes} bytes")));
        }
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            Problem::busy(format!(
                "{} such requests are here already, which is as many as may",
                self.places_max
            ))
        })?;
        DefaultBodyLimit::max(self.bytes_max).apply(&mut request);
        let arrival = Bytes::from_request(request, &());
        match tokio::time::timeout(ARRIVAL_MAX, arrival).await {
            Ok(Ok(bytes)) => Ok(Held {
                bytes,
                _place: place,
            }),
            Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(self.too_large("larger"))
            }
            Ok(Err(rejection)) => Err(rejection.into()),
            Err(_) => Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                format!("the body did not arrive within {} s", ARRIVAL_MAX.as_secs()),
            )),
        }
    }

    fn too_large(&self, size: &str) -> Problem {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "the body is {size}; at most {} bytes are taken",
                self.bytes_max
            ),
        )
    }
}

/// Which of `kinds` the body is said to be, whatever else the header says.
pub(crate) fn content_type(
    request: &Request,
    kinds: &'static [&'static str],
) -> Result<&'static str, Problem> {
    let header = request.headers().get(CONTENT_TYPE);
    let text = header.and_then(|header| header.to_str().ok()).unwrap_or("");
    let essence = text.split(';').next().unwrap_or("").trim();
    kinds
        .iter()
        .find(|kind| kind.eq_ignore_ascii_case(essence))
        .copied()
        .ok_or_else(|| {
            let shown: String = essence.chars().take(40).collect();
            Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                format!("the body is {shown:?}; send {}", kinds.join(" or ")),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_be_written_with_a_fraction_of_zero() {
        for (text, expected) in [
            ("7", Some(7)),
            ("-7.0", Some(-7)),
            ("1.838e3", Some(1_838)),
            ("7.5", None),
            ("1e300", None),
            ("18446744073709551615", None),
            ("\"7\"", None),
        ] {
            let read = integer(&mut serde_json::Deserializer::from_str(text));
            assert_eq!(read.ok(), expected, "{text}");
        }
    }
}
