//! What only an administrator may do: replace and kill workers.
//!
//! Off unless the server was given a token. The token comes in a header, which no other site can make a
//! browser send; where a browser says which site asks, that has to be this one.

use std::fmt;
use std::path::Path as FilePath;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use cluster::control::Wish;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::{IntoResponses, ToSchema};

use super::Api;
use super::asked::Named;
use super::problem::{Problem, ProblemBody, whole};

/// A shorter token could be guessed.
const TOKEN_BYTES_MIN: usize = 16;

/// What an administrator has to show.
#[derive(Clone)]
pub struct AdminToken {
    digest: Arc<[u8]>,
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("AdminToken(…)")
    }
}

/// Why a token is none.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The file cannot be read.
    #[error("the token cannot be read from {path} ({source})")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// It could be guessed.
    #[error("the token has {bytes} bytes; give one of at least {TOKEN_BYTES_MIN}")]
    TooShort {
        /// How many it has.
        bytes: usize,
    },
}

impl AdminToken {
    /// The text of a file, without the white space around it.
    pub fn of_file(path: &FilePath) -> Result<Self, TokenError> {
        let text = std::fs::read_to_string(path).map_err(|source| TokenError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        Self::new(text.trim())
    }

    fn new(token: &str) -> Result<Self, TokenError> {
        if token.len() < TOKEN_BYTES_MIN {
            return Err(TokenError::TooShort { bytes: token.len() });
        }
        Ok(Self {
            digest: digest(token).into(),
        })
    }

    /// Takes the same time however much of it is right: digests are compared, and all of them.
    fn is(&self, token: &str) -> bool {
        let differences = self
            .digest
            .iter()
            .zip(digest(token))
            .fold(0, |sum, (ours, theirs)| sum | (ours ^ theirs));
        differences == 0
    }
}

fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// It is done from now on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"accepted": true}))]
pub(crate) struct Accepted {
    accepted: bool,
}

/// Why it is not done.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "read by its derived description alone")]
enum NotDone {
    /// There is no such worker; the detail names those that there are.
    #[response(status = BAD_REQUEST, content_type = "application/problem+json")]
    Wrong(ProblemBody<'static>),
    /// The token is missing, or another.
    #[response(status = UNAUTHORIZED, content_type = "application/problem+json")]
    Unknown(ProblemBody<'static>),
    /// Another site asks.
    #[response(status = FORBIDDEN, content_type = "application/problem+json")]
    Elsewhere(ProblemBody<'static>),
    /// Nobody administrates this server.
    #[response(status = NOT_FOUND, content_type = "application/problem+json")]
    Off(ProblemBody<'static>),
    /// Nobody would be left to serve, or the supervisor does not answer.
    #[response(status = CONFLICT, content_type = "application/problem+json")]
    Refused(ProblemBody<'static>),
}

/// Replaces a worker by another, once that is ready
#[utoipa::path(
    post,
    path = "/cluster/workers/{slot}/restart",
    tag = "administration",
    params(("slot" = u64, Path, minimum = 0, example = 0, description = "The worker's place")),
    security(("token" = [])),
    responses((status = ACCEPTED, body = Accepted, description = "It begins"), NotDone)
)]
pub(crate) async fn restart(
    State(api): State<Api>,
    Named(slot): Named<String>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    // Who may not ask is not told what there is, either.
    may(api.options.admin.as_ref(), &headers)?;
    let slot = slot_of(&api, &slot)?;
    ask(&api, Wish::Restart { slot }).await
}

/// Kills a worker, which another then replaces
#[utoipa::path(
    post,
    path = "/cluster/workers/{slot}/kill",
    tag = "administration",
    params(("slot" = u64, Path, minimum = 0, example = 0, description = "The worker's place")),
    security(("token" = [])),
    responses((status = ACCEPTED, body = Accepted, description = "It will be killed"), NotDone)
)]
pub(crate) async fn kill(
    State(api): State<Api>,
    Named(slot): Named<String>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    // Who may not ask is not told what there is, either.
    may(api.options.admin.as_ref(), &headers)?;
    let slot = slot_of(&api, &slot)?;
    ask(&api, Wish::Kill { slot }).await
}

/// Replaces all workers, one after another
#[utoipa::path(
    post,
    path = "/cluster/restart",
    tag = "administration",
    security(("token" = [])),
    responses((status = ACCEPTED, body = Accepted, description = "It begins"), NotDone)
)]
pub(crate) async fn restart_all(
    State(api): State<Api>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    may(api.options.admin.as_ref(), &headers)?;
    ask(&api, Wish::RestartAll).await
}

fn slot_of(api: &Api, text: &str) -> Result<usize, Problem> {
    let last = api.worker.board().slots().saturating_sub(1) as u64;
    let slot = whole("slot", text, &(0..=last))?;
    usize::try_from(slot).map_err(|error| Problem::bad_request(error.to_string()))
}

async fn ask(api: &Api, wish: Wish) -> Result<(StatusCode, Json<Accepted>), Problem> {
    api.worker.ask(wish).await.map_err(Problem::conflict)?;
    Ok((StatusCode::ACCEPTED, Json(Accepted { accepted: true })))
}

/// Whether who asks is an administrator.
fn may(token: Option<&AdminToken>, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(token) = token else {
        return Err(Problem::not_found(
            "administration is off; start the server with --admin-token-file",
        ));
    };
    let shown = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    if !shown.is_some_and(|shown| token.is(shown)) {
        return Err(Problem::unauthorized(
            "give the administrator's token: Authorization: Bearer …",
        ));
    }
    if let Some(origin) = text(ORIGIN) {
        let host = text(HOST).unwrap_or_default();
        let site = origin.split_once("://").map(|(_, site)| site);
        if site != Some(host) {
            return Err(Problem::forbidden(format!(
                "{origin:?} is not this site, which is {host:?}"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::response::IntoResponse;

    use super::*;

    fn status(token: Option<&str>, headers: &[(&'static str, &'static str)]) -> u16 {
        let token = token.map(|token| AdminToken::new(token).expect("long enough"));
        let headers = headers
            .iter()
            .map(|&(name, value)| {
                let name = name.parse().expect("a name");
                (name, HeaderValue::from_static(value))
            })
            .collect();
        may(token.as_ref(), &headers).map_or_else(
            |problem| problem.into_response().status().as_u16(),
            |()| 200,
        )
    }

    const TOKEN: &str = "0123456789abcdef";
    const RIGHT: (&str, &str) = ("authorization", "Bearer 0123456789abcdef");

    #[test]
    fn without_a_token_there_is_no_administrator() {
        assert_eq!(status(None, &[RIGHT]), 404);
        assert!(AdminToken::new("short").is_err());
    }

    #[test]
    fn only_the_token_opens() {
        assert_eq!(status(Some(TOKEN), &[RIGHT]), 200);
        assert_eq!(status(Some(TOKEN), &[]), 401);
        for wrong in ["Bearer 0123456789abcdeg", "Bearer ", "0123456789abcdef"] {
            assert_eq!(status(Some(TOKEN), &[("authorization", wrong)]), 401);
        }
    }

    #[test]
    fn other_sites_are_refused() {
        let host = ("host", "localhost:8080");
        for (origin, expected) in [
            ("http://localhost:8080", 200),
            ("https://localhost:8080", 200),
            ("http://localhost", 403),
            ("https://elsewhere.example", 403),
            ("null", 403),
        ] {
            assert_eq!(
                status(Some(TOKEN), &[RIGHT, host, ("origin", origin)]),
                expected,
                "{origin}"
            );
        }
    }
}
