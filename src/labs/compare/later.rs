//! The whole lab is a module of its own: who comes for another one does not wait for it.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "a function in another module is a foreign one, and fails if that module does not come"
)]

use leptos::prelude::*;

use super::page;
use crate::ui::later::{Later, Load, NotLoaded};
use crate::ui::say::use_speech;

/// Makes the lab below its title.
type Page = fn() -> AnyView;

const PAGE: Load<Page> = || Box::pin(fetch_page());

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(compare_page, fallible)]
fn fetch_page() -> Result<Page, NotLoaded> {
    Ok(page::view)
}

#[cfg(not(feature = "split"))]
async fn fetch_page() -> Result<Page, NotLoaded> {
    Ok(page::view)
}

/// The Compare lab.
#[component]
pub fn ComparePage() -> impl IntoView {
    let speech = use_speech();
    let page = Later::new(PAGE);
    page.want();
    view! {
        <div class="lab lab--wide-controls">
            <header class="lab__head">
                <h1>{speech.text("compare")}</h1>
                <p>{speech.text("compare-question")}</p>
            </header>
            {page.show(|view| view())}
        </div>
    }
}
