//! What a request asks for: its path, its query, its body. What cannot be read is a [`Problem`], too, so
//! that whoever asks wrongly always gets the same kind of answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use futures_util::StreamExt as _;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::{Problem, shown};

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

/// How much of a body that is refused is read, and for how long.
const READ_AWAY_BYTES_MAX: usize = 16 << 20;
const READ_AWAY_MAX: Duration = Duration::from_secs(2);

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
    pub(crate) bytes: Vec<u8>,
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

    /// Takes in the body of `request`, which has to be of one of those kinds; says of which. A place is there
    /// before the first byte is read: those who send slowly do not fill the memory.
    pub(crate) async fn take(
        &self,
        request: Request,
        kinds: &'static [&'static str],
    ) -> Result<(&'static str, Held), Problem> {
        let admitted = self.admit(&request, kinds);
        // Who waits for our word before they send anything has sent nothing.
        let is_sent = !request.headers().contains_key(EXPECT);
        let mut body = request.into_body().into_data_stream();
        let (kind, place) = match admitted {
            Ok(admitted) => admitted,
            Err(problem) => {
                if is_sent {
                    read_away(&mut body).await;
                }
                return Err(problem);
            }
        };
        match tokio::time::timeout(ARRIVAL_MAX, arrive(&mut body, self.bytes_max)).await {
            Ok(Ok(bytes)) => Ok((
                kind,
                Held {
                    bytes,
                    _place: place,
                },
            )),
            Ok(Err(Arrival::TooLarge)) => {
                drop(place);
                read_away(&mut body).await;
                Err(self.too_large("larger"))
            }
            Ok(Err(Arrival::Broken(error))) => Err(Problem::bad_request(format!(
                "the body cannot be read: {error}"
            ))),
            Err(_) => Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                format!("the body did not arrive within {} s", ARRIVAL_MAX.as_secs()),
            )),
        }
    }

    /// What is said of the body before it comes, and a place for it.
    fn admit(
        &self,
        request: &Request,
        kinds: &'static [&'static str],
    ) -> Result<(&'static str, OwnedSemaphorePermit), Problem> {
        let kind = content_type(request, kinds)?;
        let announced = request.headers().get(CONTENT_LENGTH);
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
        Ok((kind, place))
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

/// Why a body is not here.
enum Arrival {
    TooLarge,
    Broken(axum::Error),
}

async fn arrive(body: &mut BodyDataStream, bytes_max: usize) -> Result<Vec<u8>, Arrival> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(Arrival::Broken)?;
        if bytes.len() + piece.len() > bytes_max {
            return Err(Arrival::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Reads on, within limits, and keeps nothing: a connection that is closed under somebody who still sends is
/// reset, and the answer, which says why, is lost with it.
async fn read_away(body: &mut BodyDataStream) {
    let reading = async {
        let mut left = READ_AWAY_BYTES_MAX;
        while let Some(Ok(piece)) = body.next().await {
            match left.checked_sub(piece.len()) {
                Some(less) => left = less,
                None => break,
            }
        }
    };
    // Who sends more, or for longer, does so for nothing.
    let _ = tokio::time::timeout(READ_AWAY_MAX, reading).await;
}

/// Which of `kinds` the body is said to be, whatever else the header says.
fn content_type(
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
            Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                format!(
                    "the body is {:?}; send {}",
                    shown(essence),
                    kinds.join(" or ")
                ),
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
