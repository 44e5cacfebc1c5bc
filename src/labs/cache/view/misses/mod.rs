//! Which misses could have been avoided, and what happened over time.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod analysis;
mod pictures;
mod regret;

use cache_sim::{POLICIES, PolicyId};
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::labs::cache::model::misses::Found;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::Select;
use analysis::Analysis;

/// The panel, below its title.
pub(in crate::labs::cache) fn view(lab: Lab) -> AnyView {
    view! { <Misses lab /> }.into_any()
}

#[component]
fn Misses(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let analysis = Analysis::following(lab);
    let said = move || {
        if let Some(failure) = analysis.failure.get() {
            return words::failure(speech, &failure);
        }
        if lab.ordered.with(Option::is_none) {
            return speech.say("misses-run-first");
        }
        let found = analysis.found.with(|found| finding(speech, found));
        match (analysis.busy.get(), found) {
            (true, _) | (false, None) => speech.say("misses-looking"),
            (false, Some(found)) => found,
        }
    };
    let policies = Signal::derive(move || {
        let items = POLICIES.iter().map(|policy| {
            let name = policy.id.name();
            (name, words::policy(speech, policy.id))
        });
        items.collect::<Vec<_>>()
    });
    let choose = Callback::new(move |name: String| {
        if let Ok(policy) = name.parse::<PolicyId>() {
            analysis.policy.set(policy);
        }
    });
    let has_any = Memo::new(move |_| analysis.found.with(|found| !found.regrets.is_empty()));
    let shown = move || {
        has_any.get().then(|| {
            view! {
                <h2>{speech.text("misses-regret")}</h2>
                <regret::Regrets found=analysis.found />
                <Select
                    id="misses-policy"
                    label=speech.text("misses-policy")
                    items=policies
                    value=Signal::derive(move || analysis.policy.get().name().to_owned())
                    on_change=choose
                    error=Signal::stored(None::<String>)
                />
                <pictures::Pictures found=analysis.found />
            }
        })
    };
    view! {
        <p class="note">{speech.text("misses-about")}</p>
        <p class="finding" role="status" data-testid="misses-finding">
            {said}
        </p>
        <button
            type="button"
            class="quiet"
            id="misses-cancel"
            hidden=move || !analysis.busy.get()
            on:click=move |_| analysis.cancel()
        >
            {speech.text("cache-cancel")}
        </button>
        {shown}
    }
    .into_any()
}

/// What was found of LRU, in a sentence; nothing until it is known.
fn finding(speech: Speech, found: &Found) -> Option<String> {
    let (first, _) = found.regrets.first()?;
    let lru = found.regrets.iter().map(|(policy, _)| *policy);
    let told = lru.clone().find(|policy| *policy == PolicyId::Lru);
    let (its, best) = found.compared(told.unwrap_or(*first))?;
    let of_misses = |share: f64| words::percent(speech, share / its.misses().max(f64::EPSILON));
    let beyond = best.misses() - found.of_opt()?;
    let args = [
        ("size", words::size(speech, found.size).into()),
        ("policy", words::policy(speech, its.policy).into()),
        ("cold", of_misses(its.cold).into()),
        ("shared", of_misses(its.shared).into()),
        ("avoidable", of_misses(its.avoidable).into()),
        ("best", words::policy(speech, best.policy).into()),
        ("beyond", words::percent(speech, beyond).into()),
    ];
    let said = if best.policy == PolicyId::Opt {
        "misses-finding-oracle"
    } else {
        "misses-finding"
    };
    Some(speech.say_with(said, &args))
}
