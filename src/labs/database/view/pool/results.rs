//! What the pool comes to: bars, lanes, the curve over its size.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use sql_workload::pool::hikari_size;

use super::{Found, Panel, lists, words};
use crate::labs::database::model::pool::{Point, Score, lost, picture};
use crate::labs::database::view::bars::{self, Bar, Tone};
use crate::ui::curves::{self, Axis, Curves, Dash, Marker, Reference, Series};
use crate::ui::figures::{self, Quantity};
use crate::ui::later::Stages;
use crate::ui::say::Speech;
use crate::ui::scale::Kind;
use crate::ui::timeline::{self, Timeline};

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

/// A press of the button gives many pictures: each is made in a task of its own.
fn found_view(panel: Panel, first: Arc<Found>) -> AnyView {
    let speech = panel.speech;
    let found = Signal::derive(move || panel.found.get().unwrap_or_else(|| Arc::clone(&first)));
    let stages = Stages::start();
    let bars = move || {
        let lines = Signal::derive(move || bars_of(speech, &found.get().scores));
        bars::view(speech.text("pool-bars"), "pool-bars", lines)
    };
    view! {
        {bars()}
        <p class="note">{speech.text("pool-bars-note")}</p>
        <h3>{speech.text("pool-lanes")}</h3>
        <div data-testid="pool-lanes">
            {stages.show(1, move || lanes_view(speech, found))}
        </div>
        <h3>{speech.text("pool-curve")}</h3>
        <div data-testid="pool-curve">
            {stages.show(2, move || curve_view(speech, found))}
        </div>
        <h3>{speech.text("pool-theory")}</h3>
        <ul class="pool-facts" data-testid="pool-facts">
            {stages.show(3, move || facts_view(speech, found))}
        </ul>
        {stages.show(4, move || lists::statuses(speech, found))}
        {stages.show(5, move || lists::events(speech, found))}
    }
    .into_any()
}

fn lanes_view(speech: Speech, found: Signal<Arc<Found>>) -> AnyView {
    let model = Signal::derive(move || lanes(speech, &found.get()));
    view! {
        <Timeline
            model
            file_name="perf-playground-pool".to_owned()
            axis="pool-lanes-axis"
        />
    }
    .into_any()
}

fn curve_view(speech: Speech, found: Signal<Arc<Found>>) -> AnyView {
    let model = Signal::derive(move || curve(speech, &found.get()));
    view! { <Curves model file_name="perf-playground-pool-size" /> }.into_any()
}

fn facts_view(speech: Speech, found: Signal<Arc<Found>>) -> AnyView {
    let facts = move || {
        let facts = words::facts(speech, &found.get()).into_iter();
        facts
            .map(|fact| view! { <li>{fact}</li> })
            .collect::<Vec<_>>()
    };
    facts.into_any()
}

fn bars_of(speech: Speech, scores: &[Score]) -> Vec<Bar> {
    let responses = scores.iter().map(|score| score.summary.response.mean_ms);
    let longest = responses.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let answers = |score: &&Score| lost(&score.summary) == 0;
    let best = scores.iter().filter(answers);
    let best = best.map(|score| score.summary.response.mean_ms);
    let best = best.fold(f64::INFINITY, f64::min);
    let bar = |score: &Score| {
        let response = score.summary.response;
        let is_lost = !answers(&score);
        let tone = if is_lost {
            Tone::Behind
        } else if response.mean_ms <= best {
            Tone::Ahead
        } else {
            Tone::Plain
        };
        let figure = if response.count == 0 {
            speech.say("no-figure")
        } else {
            figures::duration(speech, response.mean_ms)
        };
        Bar {
            name: words::contender(speech, score),
            share: response.mean_ms / longest,
            figure,
            remark: words::remark(speech, score),
            tone,
        }
    };
    scores.iter().map(bar).collect()
}

fn lanes(speech: Speech, found: &Found) -> timeline::Model {
    let (rows, end_ms) = picture::rows(&found.run, &words::LaneWords(speech));
    timeline::Model {
        summary: speech.say("pool-lanes-summary"),
        end_ms,
        rows,
    }
}

/// A logarithmic axis has no zero: shorter waits, in milliseconds, are left out.
const WAIT_MS_MIN: f64 = 0.001;

/// A curve's colour, dash and marker.
type Look = (&'static str, Dash, Marker);

fn curve(speech: Speech, found: &Found) -> curves::Model {
    let series = |name: &'static str, look: Look, modelled, of: fn(&Point) -> Option<f64>| {
        let (color, dash, marker) = look;
        let points = found.points.iter().filter_map(|point| {
            let y = of(point).filter(|wait_ms| *wait_ms >= WAIT_MS_MIN)?;
            Some(curves::Point::exact(f64::from(point.size), y))
        });
        Series {
            name: speech.say(name),
            color,
            dash,
            marker,
            modelled,
            points: points.collect(),
        }
    };
    let axis = |title: &'static str, kind, quantity| Axis {
        title: speech.say(title),
        kind,
        quantity,
    };
    let yours = Reference {
        at: f64::from(found.order.config.max),
        label: speech.say("pool-curve-yours"),
    };
    let hikari = Reference {
        at: f64::from(hikari_size(found.cores, 0)),
        label: speech.say("pool-curve-hikari"),
    };
    curves::Model {
        summary: speech.say("pool-curve-summary"),
        x: axis("pool-curve-x", Kind::Linear, Quantity::Count),
        y: axis("pool-curve-y", Kind::Log, Quantity::Duration),
        series: vec![
            series(
                "pool-curve-p99",
                ("--series-7", Dash::Dashed, Marker::Square),
                false,
                |point| Some(point.summary.wait.p99_ms),
            ),
            series(
                "pool-curve-theory",
                ("--series-3", Dash::Dotted, Marker::Triangle),
                true,
                |point| point.theory_ms,
            ),
            series(
                "pool-curve-mean",
                ("--series-5", Dash::Solid, Marker::Circle),
                false,
                |point| Some(point.summary.wait.mean_ms),
            ),
        ],
        references: vec![yours, hikari],
    }
}
