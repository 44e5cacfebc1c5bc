//! The headline of the results: how often each policy misses, as bars.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::PolicyId;
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::ui::say::{Speech, use_speech};

/// A line for each policy, the worst first, the oracle last; they change with the size that is dragged.
#[component]
pub(super) fn Scoreboard(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let bars = move || {
        let place = lab.place.get();
        lab.results.with(|results| {
            let ranking = results.as_ref().map(|results| results.ranking(place));
            let all = results.as_ref().map_or(0, |results| results.curves.len());
            let ranking = ranking.unwrap_or_default();
            let is_whole = ranking.len() == all;
            lines(speech, ranking, is_whole)
        })
    };
    view! {
        <ol class="scoreboard bars" data-testid="bars" aria-label=speech.text("cache-scoreboard")>
            {bars}
        </ol>
    }
}

/// The lines of a ranking. One is the best as soon as all of them are there, if there is a worse one.
pub(super) fn lines(speech: Speech, ranking: Vec<(PolicyId, f64)>, is_whole: bool) -> Vec<AnyView> {
    let ratios = ranking
        .iter()
        .filter(|(policy, _)| *policy != PolicyId::Opt)
        .map(|(_, ratio)| *ratio);
    let worst = ratios.clone().fold(f64::NEG_INFINITY, f64::max);
    let best = ratios.fold(f64::INFINITY, f64::min);
    let best = if is_whole && best < worst {
        best
    } else {
        f64::NAN
    };
    ranking
        .into_iter()
        .map(|(policy, ratio)| line(speech, policy, ratio, best))
        .collect()
}

#[allow(clippy::float_cmp, reason = "the least of the same figures")]
fn line(speech: Speech, policy: PolicyId, ratio: f64, best: f64) -> AnyView {
    let standing = if policy == PolicyId::Opt {
        speech.say("standing-oracle")
    } else if ratio == best {
        speech.say("standing-best")
    } else {
        String::new()
    };
    let class = if ratio == best && policy != PolicyId::Opt {
        "bars__line bars__line--ahead"
    } else {
        "bars__line"
    };
    let width = format!("{:.2}%", ratio * 100.0);
    view! {
        <li class=class data-testid=format!("bar-{policy}")>
            <span class="bars__name">{words::policy(speech, policy)}</span>
            <span class="bars__track" aria-hidden="true">
                <span class="bars__bar" style:width=width></span>
            </span>
            <span class="bars__time number">{words::percent(speech, ratio)}</span>
            <span class="bars__standing number">{standing}</span>
        </li>
    }
    .into_any()
}
