//! What a run gave: a scoreboard, two caches side by side, and the curves.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::film_view::FilmView;
use super::lab::Lab;
use super::pictures::MissRatios;
use super::scoreboard::Scoreboard;
use super::words;
use crate::labs::kept::panel::KeptNote;
use crate::ui::later::Stages;
use crate::ui::say::use_speech;

/// What is shown as soon as there is a trace.
pub(in crate::labs::cache) fn view(lab: Lab) -> AnyView {
    let has_results = Memo::new(move |_| lab.results.with(Option::is_some));
    let shown = move || has_results.get().then(|| view! { <Shown lab /> });
    view! {
        <KeptNote kept=lab.kept() />
        {shown}
    }
    .into_any()
}

#[component]
fn Shown(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let stages = Stages::start();
    let trace = move || {
        lab.results.with(|results| {
            results
                .as_ref()
                .map(|results| words::trace(speech, results))
        })
    };
    view! {
        <FilmView lab />
        {stages.show(1, move || view! { <MissRatios lab /> }.into_any())}
        <section>
            <h2>{speech.text("cache-scoreboard")}</h2>
            <Scoreboard lab />
            <p class="note" data-testid="trace">{trace}</p>
        </section>
    }
}
