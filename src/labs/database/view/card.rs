//! The lab's small picture: a tick for each query.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::Strategy;

use crate::labs::card::Card;
use crate::ui::figures;
use crate::ui::say::use_speech;

/// How many authors are read.
const AUTHORS: u32 = 100;

/// The patterns, from the one with the most queries.
const STRATEGIES: [Strategy; 3] = [Strategy::NPlusOne, Strategy::Batched, Strategy::Join];

/// The picture.
pub(crate) fn view(_: Card) -> AnyView {
    view! { <Queries /> }.into_any()
}

#[component]
fn Queries() -> impl IntoView {
    let speech = use_speech();
    let rows = STRATEGIES.map(|strategy| {
        let queries = strategy.statements(AUTHORS);
        let ticks: Vec<String> = (0..queries)
            .map(|query| format!("M{query}.5 0v10"))
            .collect();
        let ticks = ticks.concat();
        let name = match strategy {
            Strategy::NPlusOne => "N+1",
            Strategy::Batched => "IN",
            Strategy::Join => "JOIN",
        };
        view! {
            <span>{name}</span>
            <svg viewBox="0 0 102 10" preserveAspectRatio="none" aria-hidden="true">
                <path d=ticks />
            </svg>
            <span class="number">{move || figures::count(speech.locale(), queries)}</span>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="card__rows" data-testid="card-queries">{rows}</div>
        <p class="note">{speech.text("card-database")}</p>
    }
}
