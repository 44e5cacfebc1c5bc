//! Pictures of a comparison: how sure the verdicts are, how samples are spread, and how they came.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::{Question, Verdict};

use super::session::{Lab, Shown};
use super::words;
use crate::labs::compare::model::presenter::{self, Results};
use crate::texts::Arg;
use crate::ui::curves::{self, Axis, Curves, Dash, Series};
use crate::ui::distribution::{self, Distribution};
use crate::ui::figures::{self, Quantity};
use crate::ui::intervals::{Intervals, Model, Row, Tone};
use crate::ui::marker::SeriesStyle;
use crate::ui::sample_series::{self, SampleSeries};
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::Kind;

/// An axis of values is logarithmic where the greatest is so many times the least.
const LINEAR_FACTOR_MAX: f64 = 20.0;

/// How sure the verdicts are, times by the parameter's values, how samples are spread, and what they are over time.
#[component]
pub(super) fn Pictures(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    // What must not be used is not shown either.
    let current = Memo::new(move |_| lab.current().filter(is_sound));
    let is_there = Memo::new(move |_| current.with(Option::is_some));
    let has_values = Memo::new(move |_| lab.shown.with(|shown| values(shown).len() > 1));
    let intervals = Signal::derive(move || {
        current.with(|current| {
            let results = current.as_ref().map(|of| &of.results);
            results.map_or_else(Model::default, |of| intervals(speech, of))
        })
    });
    let by_value = Signal::derive(move || lab.shown.with(|shown| by_value(speech, &values(shown))));
    let spread = Signal::derive(move || {
        let rows = current.with(|current| {
            let results = &current.as_ref()?.results;
            lab.with_experiment(|experiment| presenter::spread(experiment, results))
        });
        rows.map_or_else(Default::default, |rows| spread(speech, rows))
    });
    let series = Signal::derive(move || {
        let names = current.with(|current| current.as_ref().map(|of| names(&of.results)));
        let points = lab.with_experiment(presenter::sample_series);
        let both = names.zip(points);
        both.map_or_else(Default::default, |(names, points)| {
            samples_over_time(speech, names, points)
        })
    });
    view! {
        <Show when=move || is_there.get()>
            <section class="times">
                <h2>{speech.text("picture-intervals")}</h2>
                <Intervals model=intervals file_name="perf-playground-compare-intervals" />
            </section>
            <Show when=move || has_values.get()>
                <section class="times" data-testid="by-value">
                    <h2>{speech.text("picture-values")}</h2>
                    <Curves model=by_value file_name="perf-playground-compare-by-value" />
                </section>
            </Show>
            <section class="times" data-testid="spread">
                <h2>{speech.text("picture-spread")}</h2>
                <Distribution model=spread file_name="perf-playground-compare-spread" />
            </section>
            <section class="times" data-testid="course">
                <h2>{speech.text("picture-course")}</h2>
                <SampleSeries model=series file_name="perf-playground-compare-course" />
            </section>
        </Show>
    }
}

fn is_sound(shown: &Shown) -> bool {
    shown.results.blocks > 0 && !shown.trust.is_void()
}

/// What there is to show for each value of the parameter, the least first.
fn values(shown: &[Shown]) -> Vec<(f64, &Results)> {
    let sound = shown.iter().filter(|shown| is_sound(shown));
    let mut values: Vec<(f64, &Results)> = sound
        .filter_map(|shown| Some((shown.parameter?, &shown.results)))
        .collect();
    values.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    values
}

fn names(results: &Results) -> Vec<String> {
    let summaries = results.summaries.iter();
    summaries.map(|summary| summary.name.clone()).collect()
}

fn count(speech: Speech, figure: usize) -> String {
    figures::count(speech.locale(), figure as u64)
}

/// Each candidate's time by the parameter's value.
fn by_value(speech: Speech, values: &[(f64, &Results)]) -> curves::Model {
    let names = values.first().map_or_else(Vec::new, |(_, of)| names(of));
    let point = |value: f64, results: &Results, index: usize| {
        let time = results.summaries.get(index)?.time_ms?;
        let interval = time.interval;
        Some(curves::Point {
            x: value,
            y: time.value,
            low: interval.map_or(time.value, |interval| interval.low),
            high: interval.map_or(time.value, |interval| interval.high),
        })
    };
    let series = names.into_iter().enumerate().map(|(index, name)| {
        let points = values.iter();
        let points = points.filter_map(|(value, results)| point(*value, results, index));
        let style = SeriesStyle::of(index);
        Series {
            name,
            color: style.color,
            dash: Dash::Solid,
            marker: style.marker,
            modelled: false,
            points: points.collect(),
        }
    });
    let series: Vec<Series> = series.collect();
    let times = || series.iter().flat_map(|of| &of.points).map(|point| point.y);
    curves::Model {
        summary: speech.say_with(
            "picture-values-summary",
            &[("count", count(speech, values.len()).into())],
        ),
        x: Axis {
            title: "n".to_owned(),
            kind: suiting(values.iter().map(|(value, _)| *value)),
            quantity: Quantity::Number,
        },
        y: Axis {
            title: speech.say("picture-time"),
            kind: suiting(times()),
            quantity: Quantity::Duration,
        },
        series,
        references: Vec::new(),
    }
}

/// How an axis should spread these values.
fn suiting(values: impl Iterator<Item = f64> + Clone) -> Kind {
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let greatest = values.fold(0.0, f64::max);
    if least > 0.0 && greatest > least * LINEAR_FACTOR_MAX {
        Kind::Log
    } else {
        Kind::Linear
    }
}

fn spread(speech: Speech, rows: Vec<distribution::Row>) -> distribution::Model {
    let samples: usize = rows.iter().map(|row| row.samples_ms.len()).sum();
    distribution::Model {
        summary: speech.say_with(
            "picture-spread-summary",
            &[("count", count(speech, samples).into())],
        ),
        title: speech.say("picture-time"),
        kind: distribution::suiting(&rows),
        rows,
    }
}

fn samples_over_time(
    speech: Speech,
    candidates: Vec<String>,
    points: Vec<sample_series::Sample>,
) -> sample_series::Model {
    let blocks = points.last().map_or(0, |last| last.block + 1);
    let warm_ups = points.iter().filter(|point| point.warm_up).count();
    sample_series::Model {
        summary: speech.say_with(
            "picture-course-summary",
            &[
                ("count", count(speech, points.len()).into()),
                ("blocks", Arg::Count(blocks as u64)),
                ("warm-ups", count(speech, warm_ups).into()),
            ],
        ),
        names: candidates,
        samples: points,
    }
}

/// Each candidate's time, compared with the first one's.
fn intervals(speech: Speech, results: &Results) -> Model {
    let first = results.summaries.first();
    let first = first.map_or_else(String::new, |summary| summary.name.clone());
    let rows = (1..results.summaries.len())
        .filter_map(|index| {
            let pair = results.pair(index, 0)?;
            let interval = pair.ratio.and_then(|ratio| ratio.interval);
            Some(Row {
                name: results.summaries[index].name.clone(),
                value: pair.ratio.map(|ratio| ratio.value),
                low: interval.map(|interval| interval.low),
                high: interval.map(|interval| interval.high),
                tone: match pair.verdict {
                    Verdict::Faster { .. } => Tone::Faster,
                    Verdict::Slower { .. } => Tone::Slower,
                    Verdict::Same { .. } => Tone::Same,
                    Verdict::Unsure => Tone::Unsure,
                },
                note: words::verdict(speech, pair.verdict, 0),
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
