//! The lab is a module of its own: who comes for another one does not wait for it. What not everyone wants
//! to see, or nobody at first, are two more.
#![allow(
    unsafe_code,
    unreachable_pub,
    clippy::unnecessary_wraps,
    reason = "a function in another module is a foreign one, and fails if that module does not come"
)]

use leptos::prelude::*;

use super::model::form::Form;
use super::view::beside::{self, Beside};
use super::view::own_modules::Entry;
use super::view::session::Lab;
use super::view::{own_controls, page};
use crate::compute::Assets;
use crate::texts::{self, ENGLISH_COMPARE, ENGLISH_PICTURES};
use crate::ui::later::{Later, Load, NotLoaded};
use crate::ui::say::use_speech;

/// Makes the lab below its title.
type Page = fn() -> AnyView;

/// Makes the inputs for own code.
pub(super) type Own = fn(RwSignal<Form>, RwSignal<Vec<Entry>>, Lab, Assets) -> AnyView;

/// Makes what stands beside the verdicts.
pub(super) type Rest = fn(Beside) -> AnyView;

const PAGE: Load<Page> = || Box::pin(fetch_page());

/// Fetches the inputs for own code.
pub(super) const OWN: Load<Own> = || Box::pin(fetch_own());

/// Fetches what stands beside the verdicts.
pub(super) const REST: Load<Rest> = || Box::pin(fetch_rest());

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(compare_page, fallible)]
fn fetch_page() -> Result<Page, NotLoaded> {
    Ok(with_texts(page::view))
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(compare_own, fallible)]
fn fetch_own() -> Result<Own, NotLoaded> {
    Ok(own_controls::view)
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(compare_rest, fallible)]
fn fetch_rest() -> Result<Rest, NotLoaded> {
    Ok(beside::view)
}

#[cfg(not(feature = "split"))]
async fn fetch_page() -> Result<Page, NotLoaded> {
    Ok(with_texts(page::view))
}

#[cfg(not(feature = "split"))]
async fn fetch_own() -> Result<Own, NotLoaded> {
    Ok(own_controls::view)
}

#[cfg(not(feature = "split"))]
async fn fetch_rest() -> Result<Rest, NotLoaded> {
    Ok(beside::view)
}

/// What the lab says comes with it.
fn with_texts(page: Page) -> Page {
    texts::learn(ENGLISH_COMPARE);
    texts::learn(ENGLISH_PICTURES);
    page
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
