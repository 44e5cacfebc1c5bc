//! The misses of each policy by their cause, as bars.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::PolicyId;
use leptos::prelude::*;

use super::super::words;
use crate::labs::cache::model::misses::{Found, Split};
use crate::ui::say::{Speech, use_speech};

/// The causes: how each is called, and its class.
const CAUSES: [(&str, &str); 3] = [
    ("misses-cold", "regret--cold"),
    ("misses-shared", "regret--shared"),
    ("misses-avoidable", "regret--avoidable"),
];

/// A line for each policy, the one that misses most first.
#[component]
pub(super) fn Regrets(found: RwSignal<Found>) -> impl IntoView {
    let speech = use_speech();
    let legend = CAUSES.map(|(name, class)| {
        view! {
            <li>
                <span class=format!("regret__swatch {class}")></span>
                {speech.text(name)}
            </li>
        }
    });
    let lines = move || {
        let (splits, of_opt) = found.with(|found| (found.splits(), found.of_opt()));
        splits
            .into_iter()
            .map(|split| line(speech, &split, of_opt))
            .collect::<Vec<AnyView>>()
    };
    view! {
        <ul class="regret__legend" aria-hidden="true">
            {legend}
        </ul>
        <ol
            class="scoreboard bars regret"
            data-testid="regrets"
            aria-label=speech.text("misses-regret")
        >
            {lines}
        </ol>
    }
    .into_any()
}

/// `of_opt` is what OPT misses, once that is known.
fn line(speech: Speech, split: &Split, of_opt: Option<f64>) -> AnyView {
    let shares = [split.cold, split.shared, split.avoidable];
    let pieces = CAUSES.iter().zip(shares).map(|((_, class), share)| {
        view! { <span class=*class style:width=format!("{:.2}%", share * 100.0)></span> }
    });
    let percent = |share| words::percent(speech, share);
    let policy = words::policy(speech, split.policy);
    let args = [
        ("policy", policy.clone().into()),
        ("cold", percent(split.cold).into()),
        ("shared", percent(split.shared).into()),
        ("avoidable", percent(split.avoidable).into()),
    ];
    let title = speech.say_with("misses-bar", &args);
    let is_oracle = split.policy == PolicyId::Opt;
    let beyond = of_opt.filter(|_| !is_oracle).map(|of_opt| {
        let beyond = percent(split.misses() - of_opt);
        speech.say_with("misses-beyond", &[("share", beyond.into())])
    });
    let standing = if is_oracle {
        speech.say("standing-oracle")
    } else {
        speech.say("misses-beyond-opt")
    };
    view! {
        <li class="bars__line" data-testid=format!("regret-{}", split.policy) title=title>
            <span class="bars__name">{policy}</span>
            <span class="bars__track" aria-hidden="true">
                <span class="regret__bar">{pieces.collect_view()}</span>
            </span>
            <span class="bars__time number">{beyond}</span>
            <span class="bars__standing">{standing}</span>
        </li>
    }
    .into_any()
}
