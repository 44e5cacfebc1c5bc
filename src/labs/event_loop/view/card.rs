//! The lab's small picture: the order in which what a program queues will run.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::labs::card::Card;
use crate::ui::say::use_speech;

/// What a program calls, in the order in which Node runs it.
const CALLS: [&str; 4] = [
    "process.nextTick",
    "Promise.then",
    "setTimeout",
    "setImmediate",
];

/// The order in which the program calls them, by their place above.
const CALLED: [usize; 4] = [2, 3, 0, 1];

/// The picture.
pub(crate) fn view(_: Card) -> AnyView {
    view! { <Order /> }.into_any()
}

#[component]
fn Order() -> impl IntoView {
    let speech = use_speech();
    let rows = CALLED.map(|place| {
        view! {
            <code>{CALLS[place]}</code>
            <span class="loop__card" aria-hidden="true">
                <span class="loop__card-bar" style:margin-inline-start=format!("{}%", 25 * place)></span>
            </span>
            <span class="number">{format!("{}.", place + 1)}</span>
        }
    });
    view! {
        <div class="card__rows" data-testid="card-order">{rows.collect_view()}</div>
        <p class="note">{speech.text("card-event-loop")}</p>
    }
}
