//! What a run gave: a scoreboard, pictures over virtual time, and all counts.

use std::sync::Arc;

use cache_sim::application::Outcome;
use leptos::prelude::*;

use super::{Panel, pictures, words};
use crate::labs::cache::model::application::Results;
use crate::labs::cache::view::words::percent;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::later::Stages;
use crate::ui::say::Speech;

/// Nothing until something was found.
pub(super) fn view(panel: Panel) -> AnyView {
    let has_found = Memo::new(move |_| panel.found.with(Option::is_some));
    let view = move || {
        // Made once: what is found later changes what is there.
        let first = has_found.get().then(|| panel.found.get_untracked());
        let first = first.flatten();
        first.map_or_else(|| ().into_any(), |first| found_view(panel, first))
    };
    view.into_any()
}

fn found_view(panel: Panel, first: Arc<Results>) -> AnyView {
    let speech = panel.speech;
    let found = Signal::derive(move || panel.found.get().unwrap_or_else(|| Arc::clone(&first)));
    let stages = Stages::start();
    let lines = move || scores(speech, &found.get());
    view! {
        <section class="application-part">
            <h2>{speech.text("application-scores")}</h2>
            <ol class="scoreboard application-scores" aria-label=speech.text("application-scores")>
                {lines}
            </ol>
            <p class="note">{speech.text("application-scores-note")}</p>
        </section>
        {stages.show(1, move || pictures::reads(speech, found))}
        {stages.show(2, move || pictures::latency(speech, found))}
        {stages.show(3, move || pictures::at_store(speech, found))}
        {stages.show(4, move || counts(speech, found))}
    }
    .into_any()
}

/// A line for each variant: its p99 as a bar, and beneath it the figures that the finding rests on.
fn scores(speech: Speech, results: &Results) -> Vec<AnyView> {
    let longest = results.runs().map(|(_, outcome)| outcome.latency.p99_us);
    let longest_us = longest.max().unwrap_or_default().max(1);
    let best = results.best();
    let line = |(at, (variant, outcome)): (usize, (&cache_sim::application::Variant, &Outcome))| {
        let p99_us = outcome.latency.p99_us;
        let width = format!("{:.2}%", p99_us as f64 / longest_us as f64 * 100.0);
        let p99 = words::latency(speech, p99_us);
        let p99 = speech.say_with("application-score-p99", &[("p99", p99.into())]);
        let is_best = at == best;
        view! {
            <li
                class="application-score"
                class:application-score--best=is_best
                data-testid=format!("application-score-{}", variant.id)
            >
                <span class="application-score__name">
                    {words::variant(speech, variant.id)}
                    {is_best.then(|| {
                        let best = speech.say("application-best");
                        view! { " " <span class="application-score__best">{best}</span> }
                    })}
                </span>
                <span class="bars__track" aria-hidden="true">
                    <span class="bars__bar" style:width=width></span>
                </span>
                <span class="application-score__p99 number">{p99}</span>
                {figures_of(speech, outcome)}
            </li>
        }
        .into_any()
    };
    results.runs().enumerate().map(line).collect()
}

fn figures_of(speech: Speech, outcome: &Outcome) -> AnyView {
    let share = |share: Option<f64>| {
        share.map_or_else(|| speech.say("no-figure"), |share| percent(speech, share))
    };
    let count = |count: u64| figures::count(speech.locale(), count);
    let latency = outcome.latency;
    let figures = [
        (
            "hit-ratio",
            speech.say("application-hit-ratio"),
            share(outcome.tally.hit_ratio()),
        ),
        (
            "lost",
            speech.say("application-lost"),
            share(outcome.tally.error_ratio()),
        ),
        (
            "p50",
            speech.say("application-p50"),
            words::latency(speech, latency.p50_us),
        ),
        (
            "p99",
            speech.say("application-p99"),
            words::latency(speech, latency.p99_us),
        ),
        (
            "max",
            speech.say("application-max"),
            words::latency(speech, latency.max_us),
        ),
        (
            "reads",
            speech.say("application-reads"),
            count(outcome.store.reads),
        ),
        (
            "waiting",
            speech.say("application-waiting"),
            count(outcome.store.waiting_max.into()),
        ),
    ];
    let figure = |(id, name, value): (&'static str, String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="number" data-testid=format!("application-{id}")>{value}</dd>
            </div>
        }
        .into_any()
    };
    let figures: Vec<AnyView> = figures.into_iter().map(figure).collect();
    view! { <dl class="application-score__figures">{figures}</dl> }.into_any()
}

/// A row of the table: the name of its text, and its figure.
type Count = (&'static str, fn(&Outcome) -> u64);

/// What is counted, requests before reads.
const COUNTS: [Count; 17] = [
    ("application-count-requests", |one| one.tally.requests),
    ("application-count-hits", |one| one.tally.hits),
    ("application-count-stale-hits", |one| one.tally.stale_hits),
    ("application-count-misses", |one| one.tally.misses),
    ("application-count-unreachable", |one| one.tally.unreachable),
    ("application-count-joined", |one| one.tally.joined),
    ("application-count-stale", |one| one.tally.stale),
    ("application-count-failed", |one| one.tally.failed),
    ("application-count-timed-out", |one| one.tally.timed_out),
    ("application-count-reads", |one| one.store.reads),
    ("application-count-refreshes", |one| one.store.refreshes),
    ("application-count-repeated", |one| one.store.repeated),
    ("application-count-saved", |one| one.store.saved),
    ("application-count-rejected", |one| one.store.rejected),
    ("application-count-refused", |one| one.store.refused),
    ("application-count-expired", |one| one.cache.expired),
    ("application-count-writes-failed", |one| {
        one.cache.writes_failed
    }),
];

fn counts(speech: Speech, found: Signal<Arc<Results>>) -> AnyView {
    let columns = Signal::derive(move || {
        let found = found.get();
        let names = found.runs();
        let names = names.map(|(one, _)| Column::number(words::variant(speech, one.id)));
        let first = Column::text(speech.say("application-counted"));
        std::iter::once(first).chain(names).collect::<Vec<_>>()
    });
    let rows = Signal::derive(move || (0..COUNTS.len()).collect::<Vec<usize>>());
    let row = Callback::new(move |at: usize| {
        let (name, figure) = COUNTS[at];
        let cells = move || {
            let found = found.get();
            let cells = found.runs().map(|(_, outcome)| {
                let figure = figures::count(speech.locale(), figure(outcome));
                view! { <td class="number">{figure}</td> }
            });
            cells.collect::<Vec<_>>()
        };
        view! {
            <tr>
                <th scope="row">{speech.text(name)}</th>
                {cells}
            </tr>
        }
        .into_any()
    });
    view! {
        <section class="application-part">
            <h2>{speech.text("application-counts")}</h2>
            <ScrollTable
                label=speech.text("application-counts")
                testid="application-counts"
                columns
                rows
                row
            />
        </section>
    }
    .into_any()
}
