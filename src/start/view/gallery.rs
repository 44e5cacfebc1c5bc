//! Examples that run at one click.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use crate::labs::registry::{EXAMPLES, Example, LABS, Lab};
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
            let invitation = if example.takes.is_empty() {
                link_of(lab, example, base).into_any()
            } else {
                file_for(lab, example, base).into_any()
            };
            view! {
                <li>
                    {invitation}
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

/// Where an example leads.
fn address(lab: &Lab, example: &Example, base: StoredValue<String>) -> String {
    let code = link::behind_hash(example.code);
    let base = base.get_value();
    format!("{base}/{}{}{code}", lab.folder, example.link)
}

fn link_of(
    lab: &'static Lab,
    example: &'static Example,
    base: StoredValue<String>,
) -> impl IntoView {
    let speech = use_speech();
    view! {
        <A href=address(lab, example, base) on:click=|event| invitation::invite(&event)>
            {move || example.title(speech.locale())}
        </A>
    }
}

/// An example that runs on a file of the reader's.
fn file_for(
    lab: &'static Lab,
    example: &'static Example,
    base: StoredValue<String>,
) -> impl IntoView {
    let speech = use_speech();
    let navigate = use_navigate();
    let chosen =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let file = event.target().files().and_then(|files| files.get(0));
            if let Some(file) = file {
                invitation::invite_with(file);
                let options = NavigateOptions {
                    // The path has the site's folder in front already.
                    resolve: false,
                    ..NavigateOptions::default()
                };
                navigate(&address(lab, example, base), options);
            }
        };
    view! {
        <label class="gallery__file">
            <input
                class="visually-hidden"
                type="file"
                accept=example.takes
                data-testid=format!("example-{}", lab.id)
                on:change:target=chosen
            />
            <span>{move || example.title(speech.locale())}</span>
        </label>
    }
}
