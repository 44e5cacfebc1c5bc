//! Where the build's files are, and how modules of JavaScript among them are fetched.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::script;

/// Where the build's files are: `<base>/<build-id>/`.
#[derive(Clone, Debug)]
pub(crate) struct Assets {
    base: String,
    /// The build that this page is of.
    pub build_id: String,
}

impl Assets {
    /// As the page itself says.
    #[must_use]
    pub(crate) fn of_page() -> Self {
        let build_id = document()
            .query_selector("meta[name=build-id]")
            .ok()
            .flatten()
            .and_then(|meta| meta.get_attribute("content"))
            .unwrap_or_default();
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        Self { base, build_id }
    }

    /// The full address of a file of this build.
    #[must_use]
    pub(crate) fn url(&self, file: &str) -> String {
        web_sys::Url::new_with_base(&format!("{}/{file}", self.build_id), &self.base)
            .map_or_else(|_| file.to_owned(), |url| url.href())
    }

    /// A module of JavaScript of this build, fetched unless it is here.
    pub(crate) async fn import(&self, file: &str) -> Result<JsValue, JsValue> {
        script::import(&self.url(file)).await
    }
}
