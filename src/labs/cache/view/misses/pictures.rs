//! One policy over time, and how its trace is accessed.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use cache_sim::session::Line;
use leptos::prelude::*;

use crate::labs::cache::model::misses::{COLUMNS, Found, ROWS, lru_hit_ratios};
use crate::ui::curves::{self, Curves, Dash, Marker, Point, Series};
use crate::ui::density::{self, Density};
use crate::ui::figures::Quantity;
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::Kind;

const COLORS: [&str; 7] = [
    "--series-5",
    "--series-2",
    "--series-7",
    "--series-4",
    "--series-1",
    "--series-6",
    "--series-3",
];

/// All of them.
#[component]
pub(super) fn Pictures(found: RwSignal<Found>) -> impl IntoView {
    let speech = use_speech();
    let map = Signal::derive(move || found.with(|found| map(speech, found)));
    let course = Signal::derive(move || found.with(|found| course(speech, found)));
    let popularity = Signal::derive(move || found.with(|found| popularity(speech, found)));
    let reuse = Signal::derive(move || found.with(|found| reuse(speech, found)));
    view! {
        <section data-testid="misses-map">
            <h2>{speech.text("misses-map")}</h2>
            <Density model=map file_name="perf-playground-cache-map" />
        </section>
        <section data-testid="misses-course">
            <h2>{speech.text("misses-course")}</h2>
            <Curves model=course file_name="perf-playground-cache-queues" />
        </section>
        <section data-testid="misses-popularity">
            <h2>{speech.text("misses-popularity")}</h2>
            <Curves model=popularity file_name="perf-playground-cache-popularity" />
        </section>
        <section data-testid="misses-reuse">
            <h2>{speech.text("misses-reuse")}</h2>
            <Curves model=reuse file_name="perf-playground-cache-reuse-distance" />
        </section>
    }
    .into_any()
}

fn map(speech: Speech, found: &Found) -> density::Model {
    let (hits, misses) = found
        .course
        .as_ref()
        .map(|course| (course.hits.clone(), course.misses.clone()))
        .unwrap_or_default();
    let kind = |name, color, counts| density::Kind {
        name: speech.say(name),
        color,
        counts,
    };
    density::Model {
        summary: speech.say("misses-map-summary"),
        x: density::Axis {
            title: speech.say("misses-access"),
            len: found.accesses,
            cells: COLUMNS,
        },
        y: density::Axis {
            title: speech.say("misses-object"),
            len: found.objects,
            cells: ROWS,
        },
        kinds: [
            kind("misses-hits", "--free", hits),
            kind("misses-misses", "--blocked", misses),
        ],
    }
}

fn axis(speech: Speech, title: &str, kind: Kind, quantity: Quantity) -> curves::Axis {
    curves::Axis {
        title: speech.say(title),
        kind,
        quantity,
    }
}

fn series(name: String, index: usize, points: Vec<Point>) -> Series {
    Series {
        name,
        color: COLORS[index % COLORS.len()],
        dash: Dash::Solid,
        marker: Marker::None,
        modelled: false,
        points,
    }
}

fn course(speech: Speech, found: &Found) -> curves::Model {
    let lines: &[Line] = found.course.as_ref().map_or(&[], |course| &course.lines);
    let line = |(index, line): (usize, &Line)| {
        let name = || line.name.as_str().into();
        let name = match (line.target, line.ghost) {
            (true, _) => speech.say_with("misses-target", &[("name", name())]),
            (_, true) => speech.say_with("misses-ghosts", &[("name", name())]),
            _ => line.name.clone(),
        };
        let stretches = line.values.len().max(1) as f64;
        let points = line.values.iter().enumerate().map(|(at, value)| {
            let accesses = (at + 1) as f64 * f64::from(found.accesses) / stretches;
            Point::exact(accesses.floor(), *value)
        });
        Series {
            dash: match (line.target, line.ghost) {
                (true, _) => Dash::Dashed,
                (_, true) => Dash::Dotted,
                _ => Dash::Solid,
            },
            ..series(name, index, points.collect())
        }
    };
    let y = if found.size.is_in_bytes() {
        "misses-course-y-bytes"
    } else {
        "misses-course-y-objects"
    };
    curves::Model {
        summary: speech.say("misses-course-summary"),
        x: axis(speech, "misses-course-x", Kind::Linear, Quantity::Count),
        y: axis(speech, y, Kind::Linear, Quantity::Number),
        series: lines.iter().enumerate().map(line).collect(),
        references: Vec::new(),
    }
}

fn popularity(speech: Speech, found: &Found) -> curves::Model {
    let ranks = found.profile.iter().flat_map(|profile| &profile.popularity);
    let points = ranks.map(|(rank, count)| Point::exact(f64::from(*rank), f64::from(*count)));
    let points: Vec<Point> = points.collect();
    let objects = series(speech.say("misses-objects"), 0, points);
    curves::Model {
        summary: speech.say("misses-popularity-summary"),
        x: axis(speech, "misses-rank", Kind::Log, Quantity::Count),
        y: axis(speech, "misses-accesses", Kind::Log, Quantity::Count),
        series: some(vec![objects]),
        references: Vec::new(),
    }
}

fn reuse(speech: Speech, found: &Found) -> curves::Model {
    let classes: &[(u32, u64)] = found.profile.as_ref().map_or(&[], |profile| &profile.reuse);
    let share = |count: u64| count as f64 / f64::from(found.reads.max(1)) * 100.0;
    let at = classes
        .iter()
        .map(|(from, count)| Point::exact(f64::from(*from), share(*count)));
    let within = lru_hit_ratios(classes, found.reads);
    let within = within
        .iter()
        .map(|(to, ratio)| Point::exact(f64::from(*to), ratio * 100.0));
    curves::Model {
        summary: speech.say("misses-reuse-summary"),
        x: axis(speech, "misses-reuse-x", Kind::Log, Quantity::Count),
        y: axis(speech, "misses-reuse-y", Kind::Linear, Quantity::Number),
        series: some(vec![
            series(speech.say("misses-reuse-class"), 0, at.collect()),
            Series {
                dash: Dash::Dashed,
                ..series(speech.say("misses-reuse-within"), 1, within.collect())
            },
        ]),
        references: Vec::new(),
    }
}

/// Lines without points have no place in a picture.
fn some(series: Vec<Series>) -> Vec<Series> {
    let has_points = |series: &Series| !series.points.is_empty();
    series.into_iter().filter(has_points).collect()
}
