//! Serves the built site with the headers that shared memory needs.
//!
//! The binary is a thin shell around [`app`] and [`serve`], so that tests start the same server
//! in their own process.

mod answer;
mod headers;
mod site;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tower_http::trace::TraceLayer;

pub use site::{SiteConfig, SiteError};

/// How long open connections may go on after the server was told to stop.
pub const DRAIN_SECONDS_MAX: u64 = 5;

/// All that the server answers.
pub fn app(site: SiteConfig) -> Router {
    let site = Arc::new(site);
    Router::new()
        .fallback(answer::file)
        .layer(from_fn_with_state(Arc::clone(&site), headers::add))
        .layer(TraceLayer::new_for_http())
        .with_state(site)
}

/// Answers at `listener` until `shutdown` is ready, then lets open connections finish, but no
/// longer than [`DRAIN_SECONDS_MAX`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let stopping = Arc::new(Notify::new());
    let told = Arc::clone(&stopping);
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        shutdown.await;
        told.notify_one();
    });
    let deadline = async {
        stopping.notified().await;
        tokio::time::sleep(Duration::from_secs(DRAIN_SECONDS_MAX)).await;
    };
    tokio::select! {
        result = server => result,
        () = deadline => {
            tracing::warn!(seconds = DRAIN_SECONDS_MAX, "connections were still open and are cut");
            Ok(())
        }
    }
}
