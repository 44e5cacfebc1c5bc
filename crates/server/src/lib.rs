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

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use cluster::member::{Member, Stop};
use tower_http::trace::TraceLayer;

use api::{Api, Options};
use cpu::Cpu;
use data::{Data, Place};
use worker::Worker;

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

/// The site and the API by this process, without a supervisor: what a journey starts.
#[derive(Debug)]
pub struct Alone {
    /// All that a worker of a cluster answers.
    pub router: Router,
    _library: Place,
    _stop: Stop,
}

impl Alone {
    /// Of a built site, with one thread that computes and a database that is gone with it.
    pub fn new(site: SiteConfig) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let (member, stop) = Member::alone()?;
        let cpu = Arc::new(Cpu::start("cpu", [()], 1)?);
        let library = Place::prepare(None)?;
        let worker = Arc::new(Worker::new(member));
        let data = Data::connect(library.path())?;
        let api = Api::new(worker, cpu, data, Options::default());
        Ok(Self {
            router: api::router(api, app(site))?,
            _library: library,
            _stop: stop,
        })
    }
}
