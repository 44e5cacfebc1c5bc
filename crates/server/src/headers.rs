//! Headers that every answer gets: isolation, policy, how long it may be kept.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use crate::site::{SiteConfig, is_build_id};

/// The same for every answer. Worker scripts need them as much as pages do.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        HeaderValue::from_static("require-corp"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

/// Adds the headers to what the rest of the server answers.
pub(crate) async fn add(
    State(site): State<Arc<SiteConfig>>,
    request: Request,
    next: Next,
) -> Response {
    let of_a_build = is_of_a_build(request.uri().path());
    let mut response = next.run(request).await;
    // That a file is absent may change with the next build, whatever its name.
    let is_kept = of_a_build && is_answered(response.status());
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    headers.insert(CONTENT_SECURITY_POLICY, site.policy());
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static(if is_kept {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    // A cache on the way must not give brotli to a client that did not ask for it.
    headers
        .entry(VARY)
        .or_insert(HeaderValue::from_static("accept-encoding"));
    response
}

fn is_answered(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::NOT_MODIFIED
}

/// Whether `path` lies in a build's own folder, whose files never change.
fn is_of_a_build(path: &str) -> bool {
    path.trim_start_matches('/')
        .split_once('/')
        .is_some_and(|(folder, _)| is_build_id(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_builds_folder_is_kept_for_good() {
        assert!(is_of_a_build("/0123456789ab/boot.js"));
        assert!(is_of_a_build("/0123456789ab/modules/compute/compute.js"));
        for path in [
            "/",
            "/sw.js",
            "/threads/",
            "/0123456789ab",
            "/0123456789AB/x",
            "/x/0123456789ab/y",
        ] {
            assert!(!is_of_a_build(path), "{path}");
        }
    }
}
