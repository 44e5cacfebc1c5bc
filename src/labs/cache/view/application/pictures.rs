//! Store load and latency over virtual time, a line for each variant.

use std::sync::Arc;

use leptos::prelude::*;

use super::words;
use crate::labs::cache::model::application::lines::{self, Figure};
use crate::labs::cache::model::application::{OWN, Results};
use crate::ui::curves::{self, Axis, Curves, Dash, Marker, Point, Reference, Series};
use crate::ui::figures::Quantity;
use crate::ui::say::Speech;

/// The texts of a picture, and what it is of.
#[derive(Clone, Copy)]
struct Shows {
    title: &'static str,
    summary: &'static str,
    axis: &'static str,
    figure: Figure,
    quantity: Quantity,
    file_name: &'static str,
    testid: &'static str,
}

/// What the store is asked.
pub(super) fn reads(speech: Speech, found: Signal<Arc<Results>>) -> AnyView {
    let shows = Shows {
        title: "application-reads-title",
        summary: "application-reads-summary",
        axis: "application-reads-axis",
        figure: Figure::Reads,
        quantity: Quantity::Number,
        file_name: "perf-playground-application-store-reads",
        testid: "application-reads-picture",
    };
    picture(speech, found, shows)
}

/// What it works on, and what waits.
pub(super) fn at_store(speech: Speech, found: Signal<Arc<Results>>) -> AnyView {
    let shows = Shows {
        title: "application-at-store-title",
        summary: "application-at-store-summary",
        axis: "application-at-store-axis",
        figure: Figure::AtStore,
        quantity: Quantity::Count,
        file_name: "perf-playground-application-at-store",
        testid: "application-at-store-picture",
    };
    picture(speech, found, shows)
}

/// How long requests take.
pub(super) fn latency(speech: Speech, found: Signal<Arc<Results>>) -> AnyView {
    let shows = Shows {
        title: "application-latency-title",
        summary: "application-latency-summary",
        axis: "application-latency-axis",
        figure: Figure::P99,
        quantity: Quantity::Duration,
        file_name: "perf-playground-application-latency",
        testid: "application-latency-picture",
    };
    picture(speech, found, shows)
}

fn picture(speech: Speech, found: Signal<Arc<Results>>, shows: Shows) -> AnyView {
    let model = Signal::derive(move || model(speech, &found.get(), shows));
    view! {
        <section class="application-part" data-testid=shows.testid>
            <h2>{speech.text(shows.title)}</h2>
            <Curves model file_name=shows.file_name />
        </section>
    }
    .into_any()
}

fn model(speech: Speech, results: &Results, shows: Shows) -> curves::Model {
    let runs = results.runs();
    let lines: Vec<Vec<(f64, f64)>> = runs
        .map(|(variant, outcome)| lines::points(shows.figure, variant, outcome))
        .collect();
    let y = Axis {
        title: speech.say(shows.axis),
        kind: lines::axis(&lines),
        quantity: shows.quantity,
    };
    let series = results.runs().zip(lines).enumerate();
    let series = series.map(|(at, ((variant, _), line))| {
        let (color, dash, marker) = look(at, variant.id);
        Series {
            name: words::variant(speech, variant.id),
            color,
            dash,
            marker,
            modelled: true,
            points: line.into_iter().map(|(x, y)| Point::exact(x, y)).collect(),
        }
    });
    let moments = lines::moments(results.order()).into_iter();
    let moments = moments.map(|(moment, at_ms)| Reference {
        at: at_ms,
        label: words::moment(speech, moment),
    });
    curves::Model {
        summary: speech.say(shows.summary),
        x: Axis {
            title: speech.say("application-time-axis"),
            kind: crate::ui::scale::Kind::Linear,
            quantity: Quantity::Duration,
        },
        y,
        series: series.collect(),
        references: moments.collect(),
    }
}

/// How a variant's line looks, by its place.
fn look(at: usize, id: &str) -> (&'static str, Dash, Marker) {
    match at {
        _ if id == OWN => ("--ink", Dash::Solid, Marker::Diamond),
        0 => ("--series-7", Dash::Solid, Marker::Square),
        1 => ("--series-5", Dash::Dashed, Marker::Circle),
        _ => ("--series-2", Dash::Dotted, Marker::Triangle),
    }
}
