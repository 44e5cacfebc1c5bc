//! Every lab: its question, and a small picture that lives.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::components::A;

use super::stage::Stage;
use crate::labs::card::Card;
use crate::labs::registry::{CARDS, LABS};
use crate::ui::say::use_speech;

/// A card for each lab.
#[component]
pub(super) fn Cards(
    stage: Stage,
    /// How long the page's last frame took, in milliseconds.
    frame_ms: RwSignal<f64>,
) -> impl IntoView {
    let speech = use_speech();
    let card = Card {
        frame_ms,
        quiet: Signal::derive(move || !stage.is_on()),
    };
    let cards = LABS.iter().zip(CARDS).map(|(lab, picture)| {
        let base = stage.base.get_value();
        view! {
            <li class="card">
                <A href=format!("{base}/{}", lab.folder)>{move || lab.title(speech.locale())}</A>
                <p>{move || lab.question(speech.locale())}</p>
                <div class="card__picture">{picture(card)}</div>
            </li>
        }
    });
    let cards = cards.collect_view();
    view! {
        <section aria-label=speech.text("labs")>
            <h2>{speech.text("labs")}</h2>
            <ul class="cards" data-testid="labs">{cards}</ul>
        </section>
    }
}
