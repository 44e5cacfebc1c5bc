//! The glossary's page: its title is here at once, the list is fetched.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::list;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::{Later, part};
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
    let list = Later::new(LIST);
    list.want();
    view! {
        <div class="lab glossary">
            <header class="lab__head">
                <h1>{speech.text("glossary")}</h1>
                <p>{speech.text("glossary-what")}</p>
            </header>
            {list.show(|view| view())}
        </div>
    }
}
