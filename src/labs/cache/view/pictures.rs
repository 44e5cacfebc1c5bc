//! The miss-ratio curves, with the size that is dragged.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::PolicyId;
use cache_sim::session::Outcome;
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::labs::cache::model::results::Results;
use crate::ui::curves::{self, Axis, Curves, Dash, Marker, Point, Reference, Series};
use crate::ui::figures::Quantity;
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::Kind;

/// The curves, and the slider.
#[component]
pub(super) fn MissRatios(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let model = Signal::derive(move || {
        let place = lab.place.get();
        lab.results.with(|results| match results {
            Some(results) => model(speech, results, place),
            None => empty(speech),
        })
    });
    let sizes = Memo::new(move |_| {
        let sizes = lab
            .results
            .with(|results| results.as_ref().map(|results| results.sizes.clone()));
        sizes.unwrap_or_default()
    });
    let said = move || {
        let size = sizes.with(|sizes| sizes.get(lab.place.get()).copied());
        let size = size.map(|size| words::size(speech, size));
        speech.say_with(
            "cache-at-size",
            &[("size", size.unwrap_or_default().into())],
        )
    };
    let drag = Callback::new(move |count: f64| {
        let place = lab
            .results
            .with_untracked(|results| results.as_ref().map(|results| results.place_near(count)));
        if let Some(place) = place.filter(|place| *place != lab.place.get_untracked()) {
            lab.place.set(place);
        }
    });
    let slide = move |text: String| {
        if let Ok(place) = text.parse::<usize>() {
            lab.place.set(place);
        }
    };
    view! {
        <section data-testid="cache-curves">
            <h2>{speech.text("cache-curves")}</h2>
            <Curves model file_name="perf-playground-cache-miss-ratios" on_drag=drag />
            <div class="cache__size">
                <label for="size-slider">{said}</label>
                <input
                    type="range"
                    id="size-slider"
                    min="0"
                    max=move || sizes.with(|sizes| sizes.len().saturating_sub(1)).to_string()
                    step="1"
                    prop:value=move || lab.place.get().to_string()
                    aria-valuetext=said
                    on:input:target=move |event| slide(event.target().value())
                />
            </div>
        </section>
    }
}

fn empty(speech: Speech) -> curves::Model {
    curves::Model {
        summary: speech.say("cache-curves-summary"),
        series: Vec::new(),
        references: Vec::new(),
        x: axis(speech.say("cache-curves-x"), Kind::Log),
        y: axis(speech.say("cache-curves-y"), Kind::Linear),
    }
}

fn model(speech: Speech, results: &Results, place: usize) -> curves::Model {
    let series = results.curves.iter().map(|curve| {
        let points = results.sizes.iter().zip(&curve.points);
        Series {
            name: words::policy(speech, curve.policy),
            color: color(curve.policy),
            dash: dash(curve.policy),
            marker: marker(curve.policy),
            modelled: false,
            points: points
                .map(|(size, outcome)| point(size.count(), outcome))
                .collect(),
        }
    });
    let here = results.sizes.get(place).map(|size| Reference {
        at: size.count() as f64,
        label: speech.say("cache-here"),
    });
    let is_in_bytes = results.size.is_in_bytes();
    let x = if is_in_bytes {
        "cache-curves-x-bytes"
    } else {
        "cache-curves-x"
    };
    curves::Model {
        series: series.collect(),
        references: here.into_iter().collect(),
        x: axis(speech.say(x), Kind::Log),
        ..empty(speech)
    }
}

fn point(size: u64, outcome: &Outcome) -> Point {
    let ratio = outcome.miss_ratio() * 100.0;
    let around = outcome.half_width_95().unwrap_or_default() * 100.0;
    Point {
        x: size as f64,
        y: ratio,
        low: (ratio - around).max(0.0),
        high: (ratio + around).min(100.0),
    }
}

fn axis(title: String, kind: Kind) -> Axis {
    Axis {
        title,
        kind,
        quantity: Quantity::Number,
    }
}

/// Families share a colour; within one, dash and marker tell them apart.
pub(super) const fn color(policy: PolicyId) -> &'static str {
    match policy {
        PolicyId::Articles | PolicyId::Fifo => "--series-7",
        PolicyId::Lru | PolicyId::Slru => "--series-5",
        PolicyId::Random => "--series-1",
        PolicyId::Lfu | PolicyId::WTinyLfu => "--series-4",
        PolicyId::Clock | PolicyId::Sieve => "--series-2",
        PolicyId::TwoQ | PolicyId::S3Fifo => "--series-3",
        PolicyId::Arc | PolicyId::Lirs => "--series-6",
        PolicyId::Opt => "--ink",
    }
}

const fn dash(policy: PolicyId) -> Dash {
    match policy {
        PolicyId::Articles | PolicyId::Slru | PolicyId::WTinyLfu | PolicyId::Sieve => Dash::Dashed,
        PolicyId::S3Fifo | PolicyId::Lirs | PolicyId::Random => Dash::Dotted,
        _ => Dash::Solid,
    }
}

const fn marker(policy: PolicyId) -> Marker {
    match policy {
        PolicyId::Articles | PolicyId::Slru | PolicyId::WTinyLfu => Marker::Square,
        PolicyId::Sieve | PolicyId::S3Fifo | PolicyId::Lirs => Marker::Triangle,
        _ => Marker::Circle,
    }
}
