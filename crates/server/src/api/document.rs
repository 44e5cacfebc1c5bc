//! The API's description of itself, and the page that shows it.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, OpenApi as Document, RefOr, path::PathItem};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::asked::Named;
use super::problem::{Problem, ProblemBody};

/// What the whole API has in common.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Perf Playground's reference API",
        description = "The endpoints of a clustered server: work for the processor, for the memory and for \
            a database, done so that nobody else waits for it; and what the cluster tells of itself.\n\n\
            Every answer has X-Request-Id, X-Response-Time and Server-Timing. What is refused is a problem \
            in the form of RFC 9457."
    ),
    tags(
        (name = "health", description = "How the worker that answers is"),
        (name = "cluster", description = "How all of them are"),
        (name = "compute", description = "Work for the processor, by a bounded pool of threads"),
        (name = "memory", description = "Work for the memory, within a budget"),
        (name = "data", description = "Work for a database"),
        (name = "administration", description = "Needs the token of --admin-token-file")
    ),
    components(schemas(ProblemBody)),
    modifiers(&Common)
)]
pub(crate) struct Described;

struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut Document) {
        let components = document
            .components
            .get_or_insert_with(|| ComponentsBuilder::new().build());
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// What any request can be refused with.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "read by its derived description alone")]
pub(crate) enum Refused {
    /// The request makes no sense; the detail names the value and what is allowed.
    #[response(status = BAD_REQUEST, content_type = "application/problem+json")]
    Wrong(ProblemBody<'static>),
    /// There is too much to do. Come back after as many seconds as Retry-After says.
    #[response(
        status = SERVICE_UNAVAILABLE,
        content_type = "application/problem+json",
        headers(("retry-after" = u32, description = "Seconds"))
    )]
    Busy(ProblemBody<'static>),
    /// It took too long, and was ended.
    #[response(status = GATEWAY_TIMEOUT, content_type = "application/problem+json")]
    Late(ProblemBody<'static>),
}

/// What a request with a body can be refused with besides.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "read by its derived description alone")]
pub(crate) enum RefusedBody {
    /// The body did not arrive in time.
    #[response(status = REQUEST_TIMEOUT, content_type = "application/problem+json")]
    Slow(ProblemBody<'static>),
    /// The body is too large.
    #[response(status = PAYLOAD_TOO_LARGE, content_type = "application/problem+json")]
    Large(ProblemBody<'static>),
    /// The body is of another kind than is taken.
    #[response(status = UNSUPPORTED_MEDIA_TYPE, content_type = "application/problem+json")]
    Kind(ProblemBody<'static>),
}

/// What every answer has.
const HEADERS: [(&str, &str); 3] = [
    ("x-request-id", "By which the request is found in the log"),
    (
        "x-response-time",
        "Milliseconds until the answer began, as in 1.234ms",
    ),
    ("server-timing", "Of what that time was made"),
];

/// Adds to `document` what every answer has.
pub(crate) fn complete(mut document: Document) -> Document {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            for response in operation.responses.responses.values_mut() {
                if let RefOr::T(response) = response {
                    for (name, description) in HEADERS {
                        let text = ObjectBuilder::new().schema_type(Type::String);
                        let header = HeaderBuilder::new()
                            .schema(Some(text))
                            .description(Some(description))
                            .build();
                        response.headers.insert(name.to_owned(), RefOr::T(header));
                    }
                }
            }
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut utoipa::openapi::path::Operation> {
    [&mut item.get, &mut item.post].into_iter().flatten()
}

/// The address of the document.
pub(crate) const DOCUMENT: &str = "/openapi.json";

/// The document as it is sent.
pub(crate) fn json(document: &Document) -> serde_json::Result<Bytes> {
    Ok(serde_json::to_vec(document)?.into())
}

/// The folder of the page.
pub(crate) const PAGE: &str = "/api/";

/// The page's own scripts and styles, and no others; it makes styles as it goes.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

pub(crate) async fn to_page() -> Redirect {
    Redirect::permanent(PAGE)
}

pub(crate) async fn page() -> Result<Response, Problem> {
    file("")
}

pub(crate) async fn page_file(Named(name): Named<String>) -> Result<Response, Problem> {
    file(&name)
}

fn file(name: &str) -> Result<Response, Problem> {
    static CONFIG: OnceLock<Arc<utoipa_swagger_ui::Config<'static>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        Arc::new(
            utoipa_swagger_ui::Config::from(DOCUMENT)
                .use_base_layout()
                .try_it_out_enabled(true),
        )
    });
    let found = utoipa_swagger_ui::serve(name, Arc::clone(config))
        .map_err(|error| Problem::ours(error.to_string()))?
        .ok_or_else(|| Problem::not_found(format!("{PAGE} has no file {name:?}")))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (
            CONTENT_TYPE,
            HeaderValue::from_str(&found.content_type)
                .map_err(|error| Problem::ours(error.to_string()))?,
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, Body::from(found.bytes.into_owned())).into_response())
}
