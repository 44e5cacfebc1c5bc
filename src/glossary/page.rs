//! The glossary's page: its title is here at once, the list is fetched.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::list;
use crate::labs::page::titled;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::part;
use crate::ui::say::use_speech;

part! {
    /// The list, and its texts.
    LIST = glossary_list: Page => {
        texts::learn_glossary();
        list::view
    }
}

/// All terms and what they mean.
#[component]
pub(crate) fn GlossaryPage() -> impl IntoView {
    let speech = use_speech();
    titled(
        "lab glossary".to_owned(),
        speech.text("glossary"),
        speech.text("glossary-what"),
        LIST,
    )
}
