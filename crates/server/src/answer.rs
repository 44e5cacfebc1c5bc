//! Which file answers a request: the site's files, a folder's page, or the page for no such page.

use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::site::SiteConfig;

/// Answers with the file that the path names, compressed if the client takes it.
pub(crate) async fn file(State(site): State<Arc<SiteConfig>>, request: Request) -> Response {
    let mut files = ServeDir::new(site.dist()).precompressed_br();
    let answer: io::Result<Response> = files
        .try_call(request)
        .await
        .map(|response| response.map(Body::new));
    match answer {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            no_such_page(site.dist()).await
        }
        Ok(response) if response.status() == StatusCode::TEMPORARY_REDIRECT => {
            to_folder(response, &site).await
        }
        Ok(response) => response,
        Err(error) if is_absence(&error) => no_such_page(site.dist()).await,
        Err(error) => {
            tracing::error!(%error, "a file of the site could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a path names nothing that we serve, as opposed to a disk that fails.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound, PermissionDenied};
    matches!(
        error.kind(),
        NotFound | NotADirectory | PermissionDenied | InvalidFilename
    )
}

/// A folder was named without its slash. It always will have one, so the redirect may be kept;
/// unlike 307, it says so.
async fn to_folder(mut response: Response, site: &SiteConfig) -> Response {
    let leads_away = response
        .headers()
        .get(LOCATION)
        // Browsers read `//name/` as the address of another host.
        .is_none_or(|to| to.as_bytes().starts_with(b"//"));
    if leads_away {
        return no_such_page(site.dist()).await;
    }
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response
}

/// The site's page for addresses that have none. It is shown at any depth, and only who serves
/// it knows where home is.
async fn no_such_page(dist: &Path) -> Response {
    match tokio::fs::read_to_string(dist.join("404.html")).await {
        Ok(page) => (
            StatusCode::NOT_FOUND,
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            page.replace("<base href=\"./\">", "<base href=\"/\">"),
        )
            .into_response(),
        Err(error) => {
            tracing::warn!(%error, "404.html could not be read");
            (StatusCode::NOT_FOUND, "There is no page at this address.\n").into_response()
        }
    }
}
