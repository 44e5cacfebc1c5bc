//! Pictures of a comparison: how sure the verdicts are, how samples are spread, and how they came.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::{Question, Verdict};

use super::presenter::Results;
use super::session::Lab;
use super::words;
use crate::ui::intervals::{Intervals, Model, Row, Tone};
use crate::ui::say::{Speech, use_speech};

/// Intervals, distributions and the course of the samples.
#[component]
pub(super) fn Pictures(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let current = Memo::new(move |_| lab.current());
    let results =
        Memo::new(move |_| current.with(|shown| shown.as_ref().map(|of| of.results.clone())));
    let is_there = Memo::new(move |_| results.with(Option::is_some));
    let intervals = Signal::derive(move || {
        results.with(|results| {
            results
                .as_ref()
                .map_or_else(empty, |of| intervals(speech, of))
        })
    });
    view! {
        <Show when=move || is_there.get()>
            <section class="times" aria-label=speech.text("picture-intervals")>
                <h2>{speech.text("picture-intervals")}</h2>
                <Intervals model=intervals file_name="intervals" />
            </section>
        </Show>
    }
}

fn empty() -> Model {
    Model {
        summary: String::new(),
        title: String::new(),
        rows: Vec::new(),
        band: None,
        threshold: None,
    }
}

/// Each contender's time, compared with the first one's.
fn intervals(speech: Speech, results: &Results) -> Model {
    let first = results.standings.first();
    let first = first.map_or_else(String::new, |standing| standing.name.clone());
    let rows = (1..results.standings.len())
        .filter_map(|index| {
            let pair = results.pair(index, 0)?;
            let interval = pair.ratio.and_then(|ratio| ratio.interval);
            Some(Row {
                name: results.standings[index].name.clone(),
                value: pair.ratio.map(|ratio| ratio.value),
                low: interval.map(|interval| interval.low),
                high: interval.map(|interval| interval.high),
                tone: match pair.verdict {
                    Verdict::Faster { .. } => Tone::Faster,
                    Verdict::Slower { .. } => Tone::Slower,
                    Verdict::Same { .. } => Tone::Same,
                    Verdict::Unsure => Tone::Unsure,
                },
                note: words::verdict(speech, pair.verdict),
            })
        })
        .collect();
    let (band, threshold) = match results.question {
        Question::Which { same_within } => (Some((1.0 - same_within, 1.0 + same_within)), None),
        Question::AtLeast { faster_by } => (None, Some(1.0 - faster_by)),
    };
    Model {
        summary: words::finding(speech, results),
        title: speech.say_with("picture-intervals-axis", &[("first", first.into())]),
        rows,
        band,
        threshold,
    }
}
