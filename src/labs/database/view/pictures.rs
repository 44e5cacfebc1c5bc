//! The lanes and the curves.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::wire::{Parts, ROUND_TRIP_MS, Wire};

use super::words::{self, LaneWords};
use crate::labs::database::model::lanes;
use crate::labs::database::model::results::{Results, Run};
use crate::ui::curves::{self, Axis, Curves, Dash, Marker, Point, Reference, Series};
use crate::ui::figures::{self, Quantity};
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::Kind;
use crate::ui::timeline::{self, Timeline};

/// The shortest round trip of the curves: a message between two threads.
const SHORTEST_MS: f64 = 0.01;

/// Points of a curve.
const POINTS: u32 = 21;

/// A curve's colour, dash and marker by its place.
const LOOKS: [(&str, Dash, Marker); 4] = [
    ("--series-7", Dash::Solid, Marker::Circle),
    ("--series-5", Dash::Dashed, Marker::Square),
    ("--series-2", Dash::Dotted, Marker::Triangle),
    ("--series-4", Dash::Dashed, Marker::Circle),
];

/// What waits for what.
#[component]
pub(super) fn Lanes(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let model = Signal::derive(move || {
        let wire = wire.get();
        let rows = results.with_value(|results| lanes::rows(results, &wire, &LaneWords(speech)));
        // The form takes no round trip that the model does not.
        let (rows, end_ms) = rows.unwrap_or_default();
        timeline::Model {
            summary: speech.say("database-lanes-summary"),
            end_ms,
            rows,
        }
    });
    let unlisted = results.with_value(|results| {
        let runs = results.runs.iter();
        runs.map(|run| run.trace.unlisted())
            .max()
            .unwrap_or_default()
    });
    let cut = (unlisted > 0).then(|| {
        let said = move || {
            let count = figures::count(speech.locale(), unlisted);
            speech.say_with("database-lanes-cut", &[("count", count.into())])
        };
        view! { <p class="note">{said}</p> }
    });
    view! {
        <section data-testid="database-lanes">
            <h2>{speech.text("database-lanes")}</h2>
            <Timeline
                model
                file_name="perf-playground-database-lanes".to_owned()
                axis="database-lanes-axis"
            />
            {cut}
        </section>
    }
}

/// How long each pattern takes, by the length of a round trip.
#[component]
pub(super) fn RoundTrips(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let model = Signal::derive(move || {
        let wire = wire.get();
        results.with_value(|results| by_round_trip(speech, results, &wire))
    });
    view! {
        <section data-testid="database-curves">
            <h2>{speech.text("database-curves")}</h2>
            <Curves model file_name="perf-playground-database-round-trips" />
        </section>
    }
}

/// How long each pattern takes, by how much it reads.
#[component]
pub(super) fn Sizes(results: StoredValue<Results>, wire: Signal<Wire>) -> impl IntoView {
    let speech = use_speech();
    let model = Signal::derive(move || {
        let wire = wire.get();
        results.with_value(|results| by_size(speech, results, &wire))
    });
    let title = move || {
        let at = figures::duration(speech, wire.get().round_trip_ms);
        speech.say_with("database-sizes", &[("at", at.into())])
    };
    view! {
        <section data-testid="database-sizes">
            <h2>{title}</h2>
            <Curves model file_name="perf-playground-database-sizes" />
        </section>
    }
}

fn by_round_trip(speech: Speech, results: &Results, wire: &Wire) -> curves::Model {
    let longest_ms = *ROUND_TRIP_MS.end();
    let step = (longest_ms / SHORTEST_MS).powf(1.0 / f64::from(POINTS - 1));
    let modelled = |run: &Run| {
        let points = (0..POINTS).map(|index| {
            let x = SHORTEST_MS * step.powi(index.cast_signed());
            let wire = Wire {
                round_trip_ms: x,
                ..*wire
            };
            Point::exact(x, run.parts(&wire).total_ms())
        });
        points.collect::<Vec<Point>>()
    };
    let lines = results.runs.iter().zip(LOOKS.iter().cycle());
    let mut series: Vec<Series> = lines
        .clone()
        .map(|(run, look)| {
            line(
                words::pattern(speech, run.pattern.id),
                look,
                true,
                modelled(run),
            )
        })
        .collect();
    series.extend(lines.filter_map(|(run, look)| {
        let real = run.real?;
        let point = Point::exact(real.round_trip_ms.max(SHORTEST_MS), real.total_ms);
        let name = words::measured(speech, run.pattern.id);
        Some(line(name, look, false, vec![point]))
    }));
    let here = Reference {
        at: wire.round_trip_ms,
        label: speech.say("database-here"),
    };
    curves::Model {
        summary: speech.say("database-curves-summary"),
        series,
        references: (wire.round_trip_ms >= SHORTEST_MS)
            .then_some(here)
            .into_iter()
            .collect(),
        x: axis(speech.say("database-curves-x"), Quantity::Duration),
        y: axis(speech.say("database-curves-y"), Quantity::Duration),
    }
}

/// What was measured without a wire, and what is modelled with it.
fn by_size(speech: Speech, results: &Results, wire: &Wire) -> curves::Model {
    let at = |run: &Run, ms: fn(&Parts) -> f64| {
        let points = run.ladder.iter().map(|measured| {
            let parts = Parts::of(&measured.totals, wire);
            Point::exact(f64::from(measured.n), ms(&parts))
        });
        points.collect::<Vec<Point>>()
    };
    let lines = results.runs.iter().zip(LOOKS.iter().cycle());
    let modelled = lines.clone().map(|(run, look)| {
        let name = words::pattern(speech, run.pattern.id);
        line(name, look, true, at(run, Parts::total_ms))
    });
    let measured = lines.map(|(run, look)| {
        let name = words::measured(speech, run.pattern.id);
        line(name, look, false, at(run, |parts| parts.measured_ms))
    });
    curves::Model {
        summary: speech.say("database-sizes-summary"),
        series: modelled.chain(measured).collect(),
        references: Vec::new(),
        x: axis(words::unit(speech, results.task), Quantity::Count),
        y: axis(speech.say("database-curves-y"), Quantity::Duration),
    }
}

fn line(
    name: String,
    (color, dash, marker): &(&'static str, Dash, Marker),
    modelled: bool,
    points: Vec<Point>,
) -> Series {
    Series {
        name,
        color,
        dash: *dash,
        marker: *marker,
        modelled,
        points,
    }
}

fn axis(title: String, quantity: Quantity) -> Axis {
    Axis {
        title,
        kind: Kind::Log,
        quantity,
    }
}
