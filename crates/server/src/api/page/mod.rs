//! The page that shows the API: HTML made of the API's own description when the server starts, and a script
//! that sends the requests of its forms. It reads well without the script, and needs nothing but this server.

mod html;
mod read;
mod render;
mod schema;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Redirect;
use axum::routing::get;

use super::asked::Named;
use super::problem::Problem;

/// Why the page cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The description cannot be written, or has something that the page does not know.
    #[error("the API's description cannot be shown: {0}")]
    Description(#[from] serde_json::Error),
    /// A value could not be written as text.
    #[error("the API's page cannot be written: {0}")]
    Text(#[from] std::fmt::Error),
    /// The app's colours have changed their form.
    #[error("www/css/tokens.css has no rule `{DARK}`")]
    NoDarkColours,
}

/// The folder of the page.
const PAGE: &str = "/api/";

/// The app's own colours and distances.
const TOKENS: &str = include_str!("../../../../../www/css/tokens.css");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const ICON: &str = include_str!("../../../../../www/icon.svg");

/// The page's own script and style, nothing inline, and connections to this server alone. What a picture's
/// endpoint answers is shown from memory.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page and its files, for a router of any state. `document` is the API's description in JSON.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(
    document: &[u8],
) -> Result<Router<S>, PageError> {
    let page = render::page(&serde_json::from_slice(document)?)?;
    let style = dark_by_preference(TOKENS)? + STYLE;
    let mut router = Router::new()
        .route(
            PAGE.trim_end_matches('/'),
            get(async || Redirect::permanent(PAGE)),
        )
        .route(&format!("{PAGE}{{*file}}"), get(no_such_file));
    for (name, media, text) in [
        ("", "text/html; charset=utf-8", page),
        ("page.css", "text/css; charset=utf-8", style),
        (
            "page.js",
            "text/javascript; charset=utf-8",
            SCRIPT.to_owned(),
        ),
        ("icon.svg", "image/svg+xml", ICON.to_owned()),
    ] {
        let headers: [(HeaderName, HeaderValue); 4] = [
            (CONTENT_TYPE, HeaderValue::from_static(media)),
            (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (CONTENT_SECURITY_POLICY, POLICY),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ];
        let text = Bytes::from(text);
        router = router.route(&format!("{PAGE}{name}"), get(async move || (headers, text)));
    }
    Ok(router)
}

async fn no_such_file(Named(name): Named<String>) -> Problem {
    Problem::not_found(format!("{PAGE} has no file {name:?}"))
}

/// The rule by which the app's script chooses the dark theme.
const DARK: &str = ":root[data-theme=\"dark\"] {";

/// The colours, with the dark ones also for a reader whose system prefers them and who has no script.
fn dark_by_preference(tokens: &str) -> Result<String, PageError> {
    let (_, rest) = tokens.split_once(DARK).ok_or(PageError::NoDarkColours)?;
    let (dark, _) = rest.split_once('}').ok_or(PageError::NoDarkColours)?;
    Ok(format!(
        "{tokens}\n@media (prefers-color-scheme: dark) {{\n:root:not([data-theme]) {{{dark}}}\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_need_no_script() {
        let tokens = ":root { --page: white; }\n:root[data-theme=\"dark\"] { --page: black; }\n";
        let style = dark_by_preference(tokens).expect("a rule");
        assert!(style.starts_with(tokens));
        assert!(style.ends_with(
            "@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) { --page: black; }\n}\n"
        ));
        assert!(dark_by_preference(TOKENS).is_ok());
        assert!(dark_by_preference(":root {}").is_err());
    }
}
