//! What a comparison shows below its finding: bars, the table of verdicts, the candidates' times.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::Verdict;
use sampling::experiment::Comparison;
use sampling::quality::CORRELATION_MAX;

use super::bars::Bars;
use super::run_bar::Said;
use super::session::{Activity, Lab};
use super::subjects::Remark;
use super::words;
use crate::glossary;
use crate::labs::compare::model::presenter::{Results, Summary};
use crate::labs::table::{Column, ScrollTable};
use crate::texts::Arg;
use crate::trust::Trust;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// Everything below the bar.
#[component]
pub(super) fn ResultsView(
    lab: Lab,
    said: Memo<Said>,
    /// Compares again, with fresh data for every call.
    on_fresh: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let current = Memo::new(move |_| lab.current());
    let is_void = Memo::new(move |_| {
        current.with(|current| current.as_ref().is_some_and(|shown| shown.trust.is_void()))
    });
    let is_of_before =
        move || lab.activity.get() == Activity::SelfTest && current.with(Option::is_some);
    let remarks = move || {
        current.with(|current| {
            let current = current.as_ref()?;
            let of_run = current.remarks.iter();
            let mut remarks: Vec<String> = of_run
                .map(|remark| words::remark(speech, remark, &current.results))
                .collect();
            if let Trust::Remarked(reasons) = &current.trust {
                remarks.push(words::reasons(speech, reasons));
            }
            let changes = |remark: &Remark| matches!(remark, Remark::ChangesInput { .. });
            let offers_fresh = current.remarks.iter().any(changes);
            (!remarks.is_empty()).then(|| {
                let item = |remark| view! { <li>{remark}</li> };
                let items = remarks.into_iter().map(item).collect_view();
                let offer = offers_fresh.then(|| {
                    view! {
                        <li>
                            <button
                                type="button"
                                id="fresh-data"
                                aria-disabled=move || lab.busy.get().to_string()
                                on:click=move |_| on_fresh.run(())
                            >
                                {speech.text("fresh-data")}
                            </button>
                        </li>
                    }
                });
                view! { <ul class="compare__marks" data-testid="marks">{items} {offer}</ul> }
            })
        })
    };
    let results = Memo::new(move |_| {
        let results = current.get()?.results;
        (results.blocks > 0).then_some(results)
    });
    view! {
        {move || {
            let text = said.with(Said::if_long)?;
            Some(view! { <p class="finding compare__full">{text}</p> })
        }}
        <Void lab said />
        <Show when=is_of_before>
            <p class="note" data-testid="of-before">{speech.text("compare-of-before")}</p>
        </Show>
        <Parameters lab />
        // Before anything is claimed.
        {remarks}
        <Bars lab current />
        <Show when=move || results.with(Option::is_some)>
            <div
                class="results"
                class:results--void=move || is_void.get()
                data-testid="results"
                data-void=move || is_void.get().to_string()
            >
                <Verdicts results is_void />
                <Times results />
            </div>
        </Show>
    }
}

/// Why figures do not count, and what to do about it.
#[component]
fn Void(lab: Lab, said: Memo<Said>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let trust = said.with(|said| said.trust.clone());
        let void = trust.void_reasons();
        if void.is_empty() {
            return None;
        }
        let reasons = words::reasons(speech, void).into();
        let what_now = if lab.anyway.get() {
            "void-anyway"
        } else {
            "void-offer"
        };
        let sentences = [
            speech.say_with("figures-void", &[("reasons", reasons)]),
            speech.say(what_now),
        ];
        Some(view! {
            <p class="compare__void" data-testid="void">
                {sentences.join(" ")}
            </p>
        })
    };
    view! { {text} }
}

/// Which value of the parameter is looked at, where there are several.
#[component]
fn Parameters(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let values = Memo::new(move |_| {
        lab.shown.with(|shown| {
            shown
                .iter()
                .map(|shown| shown.parameter)
                .collect::<Vec<_>>()
        })
    });
    let tab = move |(index, value): (usize, Option<f64>)| {
        let value = figures::number(speech.locale(), value.unwrap_or_default(), 0);
        let label = speech.say_with("compare-parameter", &[("value", value.into())]);
        view! {
            <button
                type="button"
                aria-pressed=move || (lab.chosen.get() == index).to_string()
                on:click=move |_| lab.chosen.set(index)
            >
                {label}
            </button>
        }
    };
    let tabs = move || values.get().into_iter().enumerate().map(tab).collect_view();
    view! {
        <div class="compare__tabs" role="group" aria-label=speech.text("own-parameters") hidden=move || {
            values.with(Vec::len) < 2
        }>
            {tabs}
        </div>
    }
}

/// The places of the candidates in results, which are the rows of both tables.
fn candidates(results: Memo<Option<Results>>) -> Signal<Vec<usize>> {
    let count = Memo::new(move |_| {
        results.with(|results| results.as_ref().map_or(0, |of| of.summaries.len()))
    });
    Signal::derive(move || (0..count.get()).collect())
}

/// What is said of a candidate, by its place. Empty where it is gone, until its row is.
fn said(
    results: Memo<Option<Results>>,
    index: usize,
    say: impl Fn(&Results, &Summary) -> String,
) -> String {
    results.with(|results| {
        let results = results.as_ref();
        let of = results.and_then(|results| Some((results, results.summaries.get(index)?)));
        of.map_or_else(String::new, |(results, summary)| say(results, summary))
    })
}

/// A candidate's number and name.
fn title(results: Memo<Option<Results>>, index: usize) -> String {
    said(results, index, |_, summary| {
        format!("{} {}", index + 1, summary.name)
    })
}

/// Row by row, how each compares with each other.
#[component]
fn Verdicts(results: Memo<Option<Results>>, is_void: Memo<bool>) -> impl IntoView {
    let speech = use_speech();
    let rows = candidates(results);
    let columns = Signal::derive(move || {
        let first = Column::text(speech.say("verdicts-row"));
        let others = rows.get().into_iter();
        let others = others.map(|index| Column::text((index + 1).to_string()));
        std::iter::once(first).chain(others).collect()
    });
    let row = Callback::new(move |one: usize| {
        let cells = move || {
            let cell = |other| cell(speech, results, one, other);
            rows.get().into_iter().map(cell).collect_view()
        };
        view! {
            <tr>
                <th scope="row">{move || title(results, one)}</th>
                {cells}
            </tr>
        }
        .into_any()
    });
    view! {
        <section class="verdicts">
            <h2>{speech.text("verdicts")}</h2>
            <ScrollTable label=speech.text("verdicts") testid="verdicts" columns rows row />
            <p class="note">
                {move || {
                    // What does not count promises nothing.
                    speech.say(if is_void.get() { "verdicts-void" } else { "verdicts-note" })
                }}
            </p>
        </section>
    }
}

fn cell(
    speech: Speech,
    results: Memo<Option<Results>>,
    one: usize,
    other: usize,
) -> impl IntoView + use<> {
    let pair: Memo<Option<Comparison>> =
        Memo::new(move |_| results.with(|results| results.as_ref()?.pair(one, other)));
    let tone = move || pair.get().map_or("none", |pair| tone(pair.verdict));
    let text = move || {
        pair.get().map_or_else(
            || speech.say("no-figure"),
            |pair| words::comparison(speech, &pair, other),
        )
    };
    view! {
        <td
            class=move || format!("verdict verdict--{}", tone())
            data-testid=format!("verdict-{}-{}", one + 1, other + 1)
            data-verdict=tone
        >
            {text}
        </td>
    }
}

const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Faster { .. } => "faster",
        Verdict::Slower { .. } => "slower",
        Verdict::Same { .. } => "same",
        Verdict::Unsure => "unsure",
    }
}

/// The candidates' times.
#[component]
fn Times(results: Memo<Option<Results>>) -> impl IntoView {
    let speech = use_speech();
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("times-contender")),
            Column::number(speech.say("times-median")).explained(&glossary::CONFIDENCE_INTERVAL),
            Column::number(speech.say("times-p90")).explained(&glossary::P90),
            Column::number(speech.say("times-p99")).explained(&glossary::P90),
            Column::number(speech.say("times-samples")).explained(&glossary::SAMPLE),
            Column::text(speech.say("times-marks")),
        ]
    });
    let row = Callback::new(move |index| times_row(speech, results, index).into_any());
    view! {
        <section class="times">
            <h2>{speech.text("times")}</h2>
            <ScrollTable
                label=speech.text("times")
                testid="times"
                columns
                rows=candidates(results)
                row
            />
        </section>
    }
}

fn times_row(
    speech: Speech,
    results: Memo<Option<Results>>,
    index: usize,
) -> impl IntoView + use<> {
    let duration = move |ms: Option<f64>| {
        ms.map_or_else(
            || speech.say("no-figure"),
            |ms| figures::duration(speech, ms),
        )
    };
    let figure = move |say: fn(Speech, &Results, &Summary) -> String| {
        Signal::derive(move || said(results, index, |of, summary| say(speech, of, summary)))
    };
    let percentile = move |of: fn(&Summary) -> Option<f64>| {
        Signal::derive(move || said(results, index, |_, summary| duration(of(summary))))
    };
    let warm_up = move || {
        said(results, index, |_, summary| {
            summary.warm_up_samples.to_string()
        })
    };
    view! {
        <tr data-testid=format!("times-{}", index + 1) data-warm-up=warm_up>
            <th scope="row">{move || title(results, index)}</th>
            <td class="number">
                {figure(|speech, _, summary| words::time(speech, summary.time_ms.as_ref()))}
            </td>
            <td class="number">{percentile(|summary| summary.p90_ms)}</td>
            <td class="number">{percentile(|summary| summary.p99_ms)}</td>
            <td class="number">
                {figure(|speech, results, summary| words::count(speech, summary, results.blocks))}
            </td>
            <td>{figure(|speech, _, summary| remarks(speech, summary))}</td>
        </tr>
    }
}

/// What there is to say against a candidate's samples.
fn remarks(speech: Speech, summary: &Summary) -> String {
    let quality = &summary.quality;
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let mut remarks = vec![speech.say_with(
        "mark-warm-up",
        &[("count", Arg::Count(summary.warm_up_samples as u64))],
    )];
    if quality.saturated {
        remarks.push(speech.say("mark-saturated"));
    } else if quality.short {
        remarks.push(speech.say("mark-short"));
    }
    if quality.unsettled > 0 {
        remarks.push(speech.say_with(
            "mark-unsettled",
            &[("count", Arg::Count(quality.unsettled as u64))],
        ));
    }
    if quality.outliers > 0 {
        remarks.push(speech.say_with(
            "mark-outliers",
            &[
                ("count", count(quality.outliers)),
                ("number", Arg::Count(quality.outliers as u64)),
            ],
        ));
    }
    if let Some(correlation) = quality
        .autocorrelation
        .filter(|correlation| correlation.abs() > CORRELATION_MAX)
    {
        let figure = figures::number(speech.locale(), correlation, 2);
        remarks.push(speech.say_with("mark-correlated", &[("figure", figure.into())]));
    }
    remarks.join(" ")
}
