//! The glossary's page: its title is here at once, the list is fetched.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::list;
use crate::labs::page::titled;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::{Later, part};
use crate::ui::painted::Painted;
use crate::ui::say::use_speech;

part! {
    /// The list, and its texts.
    LIST = glossary_page: Page => {
        texts::learn_glossary();
        list::view
    }
}

/// All terms and what they mean.
#[component]
pub(crate) fn GlossaryPage() -> impl IntoView {
    let speech = use_speech();
    let list = Later::new(LIST);
    // Its file has the whole list, in English.
    let painted: Painted = expect_context();
    painted.keep();
    spawn_local(async move {
        if !list.fetch().await {
            painted.replace();
        }
    });
    titled(
        "lab glossary".to_owned(),
        speech.text("glossary"),
        speech.text("glossary-what"),
        list,
    )
}
