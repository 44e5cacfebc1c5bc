//! Serves the built site with the headers that shared memory needs, and the reference API.
//!
//! The binary is a shell around this and the cluster: [`app`] is the site, [`api::router`] the API with the
//! site behind it, and [`connections::serve`] serves either, so that tests can do so in their own process.

mod answer;
pub mod api;
pub mod connections;
pub mod cpu;
pub mod data;
mod headers;
pub mod pool;
mod site;
pub mod worker;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tower_http::trace::TraceLayer;

pub use site::{SiteConfig, SiteError};

/// The built site, for all addresses.
pub fn app(site: SiteConfig) -> Router {
    let site = Arc::new(site);
    Router::new()
        .fallback(answer::file)
        .layer(from_fn_with_state(Arc::clone(&site), headers::add))
        .layer(TraceLayer::new_for_http())
        .with_state(site)
}
