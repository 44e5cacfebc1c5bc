//! Examples that run at one click.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::components::A;

use crate::labs::registry::{EXAMPLES, LABS};
use crate::labs::{invitation, link};
use crate::ui::say::use_speech;

/// The examples of every lab.
#[component]
pub(super) fn Gallery(
    /// The folder that the site is served from.
    base: StoredValue<String>,
) -> impl IntoView {
    let speech = use_speech();
    let examples = LABS
        .iter()
        .zip(EXAMPLES)
        .flat_map(|(lab, examples)| examples.iter().map(move |example| (lab, example)))
        .map(|(lab, example)| {
            let code = link::behind_hash(example.code);
            let base = base.get_value();
            let href = format!("{base}/{}{}{code}", lab.folder, example.link);
            view! {
                <li>
                    <A href on:click=|event| invitation::invite(&event)>
                        {move || example.title(speech.locale())}
                    </A>
                    <span class="note">{move || lab.title(speech.locale())}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-label=speech.text("start-examples")>
            <h2>{speech.text("start-examples")}</h2>
            <p class="note">{speech.text("start-examples-note")}</p>
            <ul class="gallery" data-testid="gallery">{examples}</ul>
        </section>
    }
}
