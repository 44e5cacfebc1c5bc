//! The API's description of itself.

use axum::body::Bytes;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, OpenApi as Document, RefOr, path::PathItem};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::problem::ProblemBody;

/// What the whole API has in common.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Perf Playground's reference API",
        description = "The endpoints of a clustered server: work for the CPU, for memory and for a database, done so \
            that no other request waits for it; and the state of the cluster.\n\n\
            Every response has X-Request-Id, X-Response-Time and Server-Timing. A request that is refused is \
            answered with a problem document (RFC 9457)."
    ),
    tags(
        (name = "health", description = "The state of the worker that answers"),
        (name = "cluster", description = "The state of all workers"),
        (name = "compute", description = "Work for the CPU, in a bounded thread pool"),
        (name = "memory", description = "Work for memory, within a budget"),
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Whether `value` is what `schema` describes, and has no property that it does not.
    fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
        if let Some(reference) = schema["$ref"].as_str() {
            let schema = document.pointer(&reference[1..]).expect("it is described");
            return fits(document, schema, value);
        }
        let is = |name: &Value| match name.as_str() {
            Some("array") => value.is_array(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("null") => value.is_null(),
            Some("number") => value.is_number(),
            Some("object") => value.is_object(),
            Some("string") => value.is_string(),
            _ => false,
        };
        let kind = &schema["type"];
        let is_of_kind = kind
            .as_array()
            .map_or_else(|| is(kind), |kinds| kinds.iter().any(is));
        let has_all = schema["required"].as_array().is_none_or(|required| {
            required
                .iter()
                .all(|name| value.get(name.as_str().expect("a name")).is_some())
        });
        let fields_fit = value.as_object().is_none_or(|fields| {
            fields
                .iter()
                .all(|(name, field)| fits(document, &schema["properties"][name], field))
        });
        let items_fit = value.as_array().is_none_or(|items| {
            items
                .iter()
                .all(|item| fits(document, &schema["items"], item))
        });
        is_of_kind && has_all && fields_fit && items_fit
    }

    #[test]
    fn every_body_in_json_has_an_example_that_fits_its_schema() {
        let (_, document) = crate::api::endpoints().split_for_parts();
        let document = serde_json::to_value(document).expect("a document");
        let operations = document["paths"].as_object().expect("paths").values();
        let operations = operations.flat_map(|item| item.as_object().expect("methods").values());
        let mut checked = 0;
        for operation in operations {
            let responses = operation["responses"].as_object().expect("responses");
            for body in responses.values().chain([&operation["requestBody"]]) {
                for media in ["application/json", "application/problem+json"] {
                    let Some(reference) = body["content"][media]["schema"]["$ref"].as_str() else {
                        continue;
                    };
                    let schema = document.pointer(&reference[1..]).expect("it is described");
                    let example = schema.get("example");
                    let example = example.unwrap_or_else(|| panic!("{reference} has no example"));
                    assert!(fits(&document, schema, example), "{reference}: {example}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 20, "{checked}");
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let (_, mut document) = crate::api::endpoints().split_for_parts();
        let items = document.paths.paths.values_mut();
        let mut names: Vec<_> = items
            .flat_map(operations)
            .map(|operation| operation.operation_id.clone())
            .collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{names:?}");
    }
}
