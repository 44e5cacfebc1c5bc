//! The link that holds a lab's form: written when the form is run, read when the link is opened or
//! gone back to.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::export;
use crate::labs::own_form::OwnForm;

/// A form's fields as a query, from the question mark on.
pub(crate) fn query<V: AsRef<str>>(fields: impl IntoIterator<Item = (&'static str, V)>) -> String {
    let pairs: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| {
            let value: String = js_sys::encode_uri_component(value.as_ref()).into();
            // Commas and colons may stand in a query as they are, and read better.
            format!("{name}={}", value.replace("%2C", ",").replace("%3A", ":"))
        })
        .collect();
    format!("?{}", pairs.join("&"))
}

/// What stands before a reader's own code in a link.
pub(in crate::labs) const CODE: &str = "#code=";

/// Own code as the end of a link; nothing for no code. What stands behind the `#` is sent to no server.
pub(crate) fn behind_hash(code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    let code: String = js_sys::encode_uri_component(code).into();
    format!("{CODE}{code}")
}

/// The reader's own code as the end of a link.
pub(in crate::labs) fn own_code(own: &OwnForm) -> Result<String, String> {
    Ok(behind_hash(&export::json(own, 0)?))
}

/// The back button leads to the form of the link before: `of_link` reads the form from the link, and
/// tracks it.
pub(in crate::labs) fn follow<F>(form: RwSignal<F>, of_link: impl Fn() -> F + 'static)
where
    F: PartialEq + Send + Sync + 'static,
{
    Effect::new(move |first: Option<()>| {
        let of_link = of_link();
        if first.is_some() && form.with_untracked(|form| *form != of_link) {
            form.set(of_link);
        }
    });
}

/// Gives a function that puts what stands behind the path into the address, as a step of the history.
pub(in crate::labs) fn use_write_link() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    let path = use_location().pathname;
    move |behind_path: &str| {
        navigate(
            &format!("{}{behind_path}", path.get_untracked()),
            NavigateOptions {
                scroll: false,
                // The path is the router's own, its base included.
                resolve: false,
                ..NavigateOptions::default()
            },
        );
    }
}
