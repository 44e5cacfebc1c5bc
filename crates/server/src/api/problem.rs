//! What went wrong with a request, in the form of RFC 9457.

use std::ops::RangeInclusive;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::pool::Cancelled;

/// Why a request is not answered as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    retry_after_s: Option<u32>,
}

/// Why a request is not answered as it was meant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "about:blank", "status": 400, "title": "Bad Request",
    "detail": "n is \"46\"; give a whole number from 0 to 45"
}))]
pub(crate) struct ProblemBody<'a> {
    /// Always `about:blank`: the status says which kind of problem it is.
    r#type: &'static str,
    /// The status once more.
    status: u16,
    /// What the status means.
    title: &'static str,
    /// What is wrong with this request, with the value and what is allowed.
    detail: &'a str,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            retry_after_s: None,
        }
    }

    /// The request makes no sense.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is too much to do; later there may be less.
    pub(crate) fn busy(detail: impl Into<String>) -> Self {
        Self {
            retry_after_s: Some(1),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// There is nothing of that name.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Whoever asks has not shown that they may.
    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// Whoever asks may not.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// It cannot be done just now.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// It took too long.
    pub(crate) fn late(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, detail)
    }

    /// The fault is ours.
    pub(crate) fn ours(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            r#type: "about:blank",
            status: self.status.as_u16(),
            title: self.status.canonical_reason().unwrap_or("error"),
            detail: &self.detail,
        };
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after_s {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Cancelled> for Problem {
    /// Nobody will read it.
    fn from(cancelled: Cancelled) -> Self {
        Self::late(cancelled.to_string())
    }
}

/// A whole number of a request. Nothing is clamped, and nothing behind the number is passed over.
pub(crate) fn whole(name: &str, text: &str, range: &RangeInclusive<u64>) -> Result<u64, Problem> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|number| is_number && range.contains(number))
        .ok_or_else(|| {
            Problem::bad_request(format!(
                "{name} is {:?}; give a whole number from {} to {}",
                shown(text),
                range.start(),
                range.end()
            ))
        })
}

/// The same where the request may go without.
pub(crate) fn whole_or(
    default: u64,
    name: &str,
    text: Option<&str>,
    range: &RangeInclusive<u64>,
) -> Result<u64, Problem> {
    text.map_or(Ok(default), |text| whole(name, text, range))
}

/// What a person sent, as it is repeated to them: not at any length.
pub(crate) fn shown(text: &str) -> &str {
    const CHARACTERS_MAX: usize = 40;
    let end = text.char_indices().nth(CHARACTERS_MAX);
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_repeated_up_to_forty_characters() {
        assert_eq!(shown("short"), "short");
        assert_eq!(shown(&"ä".repeat(41)), "ä".repeat(40));
    }

    #[test]
    fn only_whole_numbers_within_the_range_are_taken() {
        assert_eq!(whole("n", "45", &(0..=45)), Ok(45));
        assert_eq!(whole("n", "007", &(0..=45)), Ok(7));
        for text in [
            "46",
            "-1",
            "10abc",
            "NaN",
            "1e3",
            "4.5",
            "",
            " 4",
            "+4",
            "99999999999999999999",
        ] {
            let problem = whole("n", text, &(0..=45)).expect_err(text);
            assert!(problem.detail.contains("from 0 to 45"), "{problem:?}");
            assert!(problem.detail.contains(&format!("{text:?}")), "{problem:?}");
        }
    }
}
