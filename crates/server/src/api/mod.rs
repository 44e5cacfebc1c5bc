//! The reference API: the articles' endpoints, by one worker of a cluster.

mod accounting;
mod admin;
mod asked;
mod blur;
mod books;
mod cluster;
mod compute;
mod document;
mod health;
mod matrix;
mod memory;
mod metrics;
mod page;
pub(crate) mod problem;
mod simulation;
mod timing;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::cpu::Cpu;
use crate::data::Data;
use crate::worker::Worker;
use accounting::RESPONSE_TIME;
use problem::Problem;
use timing::SERVER_TIMING;

pub use admin::{AdminToken, TokenError};
pub use page::PageError;

/// What whoever runs the server decides.
#[derive(Clone, Debug)]
pub struct Options {
    /// Without one nobody administrates.
    pub admin: Option<AdminToken>,
    /// The other sites, such as `https://example.org`, whose pages may read answers.
    pub origins: Vec<HeaderValue>,
    /// After this time a request is given up, whatever it is doing. Each part of one has a shorter limit
    /// of its own.
    pub request_max: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            admin: None,
            origins: Vec::new(),
            request_max: Duration::from_mins(1),
        }
    }
}

/// What the endpoints share.
#[derive(Clone, Debug)]
pub struct Api {
    pub(crate) worker: Arc<Worker>,
    pub(crate) cpu: Arc<Cpu>,
    pub(crate) data: Arc<Data>,
    options: Options,
    memory: memory::MemoryBudget,
    matrices: asked::Bodies,
    pictures: asked::Bodies,
    books: asked::Bodies,
}

impl Api {
    /// Of a worker that serves, its threads that compute, and its connections to the database.
    #[must_use]
    pub fn new(worker: Arc<Worker>, cpu: Arc<Cpu>, data: Data, options: Options) -> Self {
        Self {
            worker,
            cpu,
            data: Arc::new(data),
            options,
            memory: memory::MemoryBudget::default(),
            matrices: matrix::bodies(),
            pictures: blur::bodies(),
            books: books::bodies(),
        }
    }
}

/// The routes that have a histogram of their own, in the order of the scoreboard. What is not among them
/// counts as [`OTHER_ROUTES`].
pub(crate) const ROUTES: &[&str] = &[
    OTHER_ROUTES,
    "/health",
    "/health/live",
    "/health/ready",
    "/cluster",
    "/cluster/events",
    "/cluster/restart",
    "/cluster/workers/{slot}/restart",
    "/cluster/workers/{slot}/kill",
    "/metrics",
    "/worker-status",
    "/cpu-intensive",
    "/memory-intensive",
    "/fibonacci/{n}",
    "/primes/{limit}",
    "/matrix-multiply",
    "/blur",
    "/books",
    "/db-simulation",
];

/// Files, and what there is not.
const OTHER_ROUTES: &str = "other";

const _: () = assert!(ROUTES.len() <= ::cluster::board::ROUTES_MAX);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a browser may remember what other sites may do.
const CORS_KEPT: Duration = Duration::from_mins(10);

/// The API, with `site` for all other addresses.
pub fn router(api: Api, site: Router) -> Result<Router, PageError> {
    let (endpoints, document) = endpoints().split_for_parts();
    let document = document::json(&document::complete(document))?;
    let page = page::routes(&document)?;
    let routes = endpoints
        .merge(page)
        .route(
            document::DOCUMENT,
            get(async move || ([(CONTENT_TYPE, "application/json")], document)),
        )
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("{method} is none of the methods that the header Allow names"),
            )
        })
        .layer(cors(api.options.origins.clone()))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(api.clone());
    Ok(routes
        .fallback_service(site)
        .layer(from_fn_with_state(api, accounting::count))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid)))
}

/// The endpoints, each with its description.
fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(document::Described::openapi())
        .routes(routes!(health::document))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(cluster::document))
        .routes(routes!(cluster::events))
        .routes(routes!(admin::restart_all))
        .routes(routes!(admin::restart))
        .routes(routes!(admin::kill))
        .routes(routes!(metrics::text))
        .routes(routes!(compute::status))
        .routes(routes!(compute::cpu_intensive))
        .routes(routes!(memory::intensive))
        .routes(routes!(compute::fibonacci))
        .routes(routes!(compute::primes))
        .routes(routes!(matrix::multiply))
        .routes(routes!(blur::blur))
        .routes(routes!(books::list, books::add))
        .routes(routes!(simulation::simulate))
}

/// Lets the pages of those sites read what the endpoints answer, and no others.
fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, REQUEST_ID])
        .expose_headers([RESPONSE_TIME, REQUEST_ID, SERVER_TIMING, ALLOW])
        .max_age(CORS_KEPT)
}

#[cfg(test)]
mod tests {
    use ::cluster::member::Member;
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;
    use crate::data::Place;

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_given_up() {
        let (member, _stop) = Member::alone().expect("a scoreboard");
        let worker = Arc::new(Worker::new(member));
        let cpu = Arc::new(Cpu::start("cpu", [()], 1).expect("a thread"));
        let options = Options {
            request_max: Duration::from_millis(50),
            ..Options::default()
        };
        let place = Place::prepare(None).expect("a library");
        let data = Data::connect(place.path()).expect("connections");
        let api = Api::new(worker, Arc::clone(&cpu), data, options);
        let router = router(api, Router::new()).expect("a document");
        let request = Request::get("/fibonacci/45").body(Body::empty());
        let answer = router.oneshot(request.expect("a request")).await;
        let status = answer.expect("infallible").status();
        assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
        while cpu.status().threads[0].0.is_some() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    #[test]
    fn every_endpoint_is_described_and_has_a_histogram() {
        let (_, document) = endpoints().split_for_parts();
        let mut described: Vec<_> = document.paths.paths.keys().map(String::as_str).collect();
        let mut counted = ROUTES[1..].to_vec();
        described.sort_unstable();
        counted.sort_unstable();
        assert_eq!(described, counted);
    }
}
