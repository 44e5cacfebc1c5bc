//! Who wins along the knob that was turned last.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::PolicyId;
use leptos::prelude::*;

use super::super::{pictures, words};
use super::trial::Trials;
use super::{name, stands_at};
use crate::labs::cache::model::builder::{Knob, flips};
use crate::ui::say::{Speech, use_speech};

/// A cell for each place that was tried, and a sentence about where the winner becomes another one.
#[component]
pub(super) fn Winners(trials: Trials) -> impl IntoView {
    let speech = use_speech();
    let title = move || {
        let knob = name(speech, trials.turned.get());
        speech.say_with("builder-along", &[("knob", knob.into())])
    };
    let cells = move || {
        let (knob, here) = (trials.turned.get(), trials.knobs.get());
        let winners = trials.winners.get();
        let cell = |(place, policy): (u32, PolicyId)| {
            cell(speech, knob, place, policy, here.place(knob) == place)
        };
        winners.into_iter().map(cell).collect::<Vec<AnyView>>()
    };
    let said = move || {
        let knob = trials.turned.get();
        let flips = trials.winners.with(flips);
        if flips.is_empty() {
            return trials
                .winners
                .with(|winners| !winners.is_empty())
                .then(|| speech.say("builder-no-flip"));
        }
        let one = |(place, before, after): (u32, PolicyId, PolicyId)| {
            let args = [
                ("before", words::policy(speech, before).into()),
                ("after", words::policy(speech, after).into()),
                ("value", stands_at(speech, knob, place).into()),
            ];
            speech.say_with("builder-flip", &args)
        };
        Some(flips.into_iter().map(one).collect::<Vec<_>>().join(" "))
    };
    view! {
        <section data-testid="builder-winners">
            <h2>{title}</h2>
            <ol class="builder__winners">{cells}</ol>
            <p class="note" role="status" data-testid="builder-flips">
                {said}
            </p>
        </section>
    }
    .into_any()
}

fn cell(speech: Speech, knob: Knob, place: u32, policy: PolicyId, is_here: bool) -> AnyView {
    let color = format!("var({})", pictures::color(policy));
    view! {
        <li class="builder__winner" class:builder__winner--here=is_here>
            <span class="builder__value number">{stands_at(speech, knob, place)}</span>
            <span class="builder__policy" style:border-color=color>
                {words::policy(speech, policy)}
            </span>
        </li>
    }
    .into_any()
}
