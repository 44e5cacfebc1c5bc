//! What a sweep shows, in pictures: a heat map, and curves.

use super::words::{percent, reading};
use crate::labs::threads::model::scaling::BreakEven;
use crate::labs::threads::model::sweep::{Axis, Doubt, NARROW_WITHIN, Point, Sweep};
use crate::ui::curves::{self, Dash, Marker, Series};
use crate::ui::figures::{self, Quantity};
use crate::ui::heatmap::{self, Cell, Shade};
use crate::ui::say::Speech;
use crate::ui::scale::Kind;

/// Colours and shapes of curves, each told apart by both.
const STYLES: [(&str, Marker); 6] = [
    ("--series-5", Marker::Circle),
    ("--series-6", Marker::Square),
    ("--series-3", Marker::Triangle),
    ("--series-1", Marker::Diamond),
    ("--series-2", Marker::Circle),
    ("--series-7", Marker::Square),
];

/// Points of a modelled curve between one thread and the most.
const MODEL_POINTS: u32 = 48;

pub(super) fn heat_map(
    speech: Speech,
    sweep: Option<&Sweep>,
    active: Option<Point>,
) -> heatmap::Model {
    let locale = speech.locale();
    let (sizes, places) = sweep.map_or((&[][..], &[][..]), |sweep| {
        (&sweep.sizes, &sweep.plan.places)
    });
    let cell = |point: Point| {
        let (sweep, of) = (sweep?, sweep?.reading(point)?);
        let time = figures::measured(speech, of.median.median, of.step_ms);
        let is_best = sweep.quickest(point.size) == Some(point.place);
        Some(Cell {
            value: of.median.median,
            text: if of.narrow {
                time
            } else {
                speech.say_with("sweep-rough", &[("time", time.into())])
            },
            reading: reading(speech, &of),
            mark: is_best.then(|| speech.say("sweep-best")),
        })
    };
    let title = speech.say_with(
        "sweep-heat",
        &[("within", percent(speech, NARROW_WITHIN).into())],
    );
    heatmap::Model {
        summary: title.clone(),
        title,
        x_title: speech.say("size"),
        x_labels: sizes
            .iter()
            .map(|size| figures::count(locale, *size))
            .collect(),
        y_title: speech.say("column-where"),
        y_labels: places.iter().map(|place| speech.place(*place)).collect(),
        cells: (0..places.len())
            .map(|place| {
                let sizes = 0..sizes.len();
                sizes.map(|size| cell(Point { place, size })).collect()
            })
            .collect(),
        shade: Shade {
            kind: Kind::Log,
            low: speech.say("sweep-quick"),
            high: speech.say("sweep-slow"),
        },
        active: active.map(|point| (point.place, point.size)),
        threshold: None,
    }
}

pub(super) fn no_curves(speech: Speech) -> curves::Model {
    curves::Model {
        summary: speech.say("sweep"),
        x: axis(speech.say("size"), Kind::Log, Quantity::Count),
        y: axis(speech.say("sweep-time"), Kind::Log, Quantity::Duration),
        series: Vec::new(),
        references: Vec::new(),
    }
}

fn axis(title: String, kind: Kind, quantity: Quantity) -> curves::Axis {
    curves::Axis {
        title,
        kind,
        quantity,
    }
}

pub(super) fn time_curves(speech: Speech, sweep: &Sweep) -> curves::Model {
    let series = sweep
        .plan
        .places
        .iter()
        .enumerate()
        .map(|(place, of)| {
            let (color, marker) = STYLES[place % STYLES.len()];
            let points = (0..sweep.sizes.len())
                .filter_map(|size| {
                    let of = sweep.reading(Point { place, size })?;
                    // Zero is nowhere on an axis that is logarithmic.
                    let median = (of.doubt != Some(Doubt::Saturated)).then_some(of.median)?;
                    let (low, high) = median.interval().unwrap_or((median.median, median.median));
                    Some(curves::Point {
                        x: sweep.sizes[size] as f64,
                        y: median.median,
                        low,
                        high,
                    })
                })
                .collect();
            Series {
                name: speech.place(*of),
                color,
                dash: Dash::Solid,
                marker,
                modelled: false,
                points,
            }
        })
        .collect();
    let references = if sweep.plan.axis == Axis::Places {
        sweep.pays()
    } else {
        Vec::new()
    };
    let references = references
        .into_iter()
        .filter_map(|pays| match pays.from {
            BreakEven::From(at) => Some(curves::Reference {
                at,
                label: speech.say_with(
                    "sweep-break-even",
                    &[
                        ("where", speech.place(sweep.plan.places[pays.place]).into()),
                        (
                            "size",
                            figures::quantity(speech, Quantity::Number, at).into(),
                        ),
                    ],
                ),
            }),
            BreakEven::Always | BreakEven::Never => None,
        })
        .collect();
    // Indexes of Fibonacci numbers are few and near one another.
    let least = sweep.sizes.first().copied().unwrap_or(1).max(1);
    let most = sweep.sizes.last().copied().unwrap_or(1);
    let kind = if most / least < 20 {
        Kind::Linear
    } else {
        Kind::Log
    };
    curves::Model {
        summary: speech.say("sweep-curves"),
        x: axis(speech.say("size"), kind, Quantity::Count),
        y: axis(
            with_counts(speech, "sweep-time-of", sweep.counts()),
            Kind::Log,
            Quantity::Duration,
        ),
        series,
        references,
    }
}

/// The title of an axis whose medians are of so many figures each, the fewest and the most.
fn with_counts(speech: Speech, name: &str, counts: Option<(usize, usize)>) -> String {
    let (least, most) = counts.unwrap_or_default();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64);
    let range = if least == most {
        count(most)
    } else {
        let ends = [("least", count(least).into()), ("most", count(most).into())];
        speech.say_with("sweep-from-to", &ends)
    };
    speech.say_with(name, &[("count", range.into())])
}

/// Speed-up by the number of threads: measured, as it would ideally be, and as the laws have it.
pub(super) fn speed_up_curves(speech: Speech, sweep: &Sweep, cores: u32) -> curves::Model {
    let points = sweep.speed_ups();
    let most = points
        .iter()
        .map(|(threads, _)| *threads)
        .max()
        .unwrap_or(1);
    let counts = || points.iter().map(|(_, ratio)| ratio.count);
    let counts = counts().min().zip(counts().max());
    let law = |name: &str, color, dash, speed_up: &dyn Fn(f64) -> f64| Series {
        name: speech.say(name),
        color,
        dash,
        marker: Marker::None,
        modelled: true,
        points: (0..=MODEL_POINTS)
            .map(|step| {
                let threads = 1.0 + f64::from(most - 1) * f64::from(step) / f64::from(MODEL_POINTS);
                curves::Point::exact(threads, speed_up(threads))
            })
            .collect(),
    };
    let mut series = vec![Series {
        name: speech.say("sweep-measured"),
        color: "--series-5",
        dash: Dash::Solid,
        marker: Marker::Circle,
        modelled: false,
        points: points
            .iter()
            .map(|&(threads, ratio)| {
                let (low, high) = ratio.interval().unwrap_or((ratio.median, ratio.median));
                curves::Point {
                    x: f64::from(threads),
                    y: ratio.median,
                    low,
                    high,
                }
            })
            .collect(),
    }];
    let laws = sweep.laws();
    if let Some(Ok(fit)) = laws.map(|laws| laws.amdahl) {
        series.push(law(
            "law-amdahl-name",
            "--series-6",
            Dash::Dashed,
            &|threads| fit.speed_up(threads),
        ));
    }
    if let Some(Ok(fit)) = laws.map(|laws| laws.universal) {
        series.push(law(
            "law-universal-name",
            "--series-3",
            Dash::Dotted,
            &|threads| fit.speed_up(threads),
        ));
    }
    curves::Model {
        summary: speech.say("sweep-speed-up"),
        x: axis(
            speech.say("sweep-thread-count"),
            Kind::Linear,
            Quantity::Count,
        ),
        y: axis(
            with_counts(speech, "sweep-speed-up-of", counts),
            Kind::Linear,
            Quantity::Factor,
        ),
        series,
        references: vec![curves::Reference {
            at: f64::from(cores),
            label: speech.say_with(
                "cores",
                &[("count", crate::texts::Arg::Count(u64::from(cores)))],
            ),
        }],
    }
}
