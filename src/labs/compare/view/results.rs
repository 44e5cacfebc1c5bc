//! What a comparison shows: the finding, the table of verdicts, the candidates' times.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::Verdict;
use sampling::experiment::{Comparison, End};
use sampling::quality::CORRELATION_MAX;

use super::session::{Lab, Progress, Shown, void_reasons};
use super::subjects::Failure;
use super::words;
use crate::labs::compare::model::presenter::{Results, Summary};
use crate::texts::Arg;
use crate::trust::Trust;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// Everything below the button.
#[component]
pub(super) fn ResultsView(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let current = Memo::new(move |_| lab.current());
    let void = move || {
        current.with(|current| {
            let current = current.as_ref()?;
            let reasons = void_reasons(&current.trust);
            (!reasons.is_empty()).then(|| words::reasons(speech, reasons))
        })
    };
    let finding = move || {
        if let Some(reasons) = void() {
            return speech.say_with("compare-void", &[("reasons", reasons.into())]);
        }
        if let Some(failure) = lab.failure.get() {
            return words::failure(speech, &failure);
        }
        current.with(|current| match current {
            Some(current) => words::finding(speech, &current.results),
            None if lab.busy.get() => speech.say("finding-unsure-yet"),
            None => speech.say("compare-none-yet"),
        })
    };
    let is_wrong = move || lab.failure.with(Option::is_some);
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
            (!remarks.is_empty()).then(|| {
                let item = |remark| view! { <li>{remark}</li> };
                let items = remarks.into_iter().map(item).collect_view();
                view! { <ul class="compare__marks" data-testid="marks">{items}</ul> }
            })
        })
    };
    view! {
        <Parameters lab />
        // Before anything is claimed.
        {remarks}
        <p
            class="finding"
            class:finding--wrong=is_wrong
            data-testid="finding"
            data-after-ms=move || {
                lab.failure.with(|failure| match failure {
                    Some(Failure::Own { after_ms, .. }) => Some(after_ms.to_string()),
                    _ => None,
                })
            }
            data-void=move || void().is_some().to_string()
            role="status"
        >
            {finding}
        </p>
        <ProgressLine lab current />
        {move || {
            let current = current.get().filter(|current| void_reasons(&current.trust).is_empty())?;
            Some(view! { <Verdicts results=current.results.clone() /> <Times results=current.results /> })
        }}
    }
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

/// How far it is.
#[component]
fn ProgressLine(lab: Lab, current: Memo<Option<Shown>>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let Progress {
            blocks,
            samples,
            warming_up,
            ..
        } = lab.progress.get()?;
        let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
        let name = if warming_up {
            "compare-warming-up"
        } else {
            "compare-sampling"
        };
        Some(speech.say_with(
            name,
            &[("blocks", count(blocks)), ("samples", count(samples))],
        ))
    };
    let over = move || {
        let results = current.get()?.results;
        let name = match results.end? {
            End::Answered => "compare-answered",
            End::TimeIsUp => "compare-time-is-up",
            End::Stopped => "compare-stopped",
        };
        let samples: usize = results.summaries.iter().map(|of| of.quality.samples).sum();
        let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
        Some(speech.say_with(
            name,
            &[
                ("blocks", count(results.blocks)),
                ("samples", count(samples)),
            ],
        ))
    };
    view! {
        <div class="compare__progress" data-testid="progress">
            <Show when=move || lab.busy.get()>
                <progress
                    max="1"
                    aria-label=speech.text("progress")
                    prop:value=move || {
                        lab.progress.with(|progress| progress.map_or(0.0, |progress| progress.fraction))
                    }
                ></progress>
            </Show>
            <p class="note">{move || if lab.busy.get() { text() } else { over() }}</p>
        </div>
    }
}

/// Row by row, how each compares with each other.
#[component]
fn Verdicts(results: Results) -> impl IntoView {
    let speech = use_speech();
    let heads = (1..=results.summaries.len())
        .map(|number| view! { <th scope="col">{number.to_string()}</th> })
        .collect_view();
    let rows = results
        .summaries
        .iter()
        .enumerate()
        .map(|(one, summary)| {
            let cells = (0..results.summaries.len())
                .map(|other| cell(speech, one, other, results.pair(one, other)))
                .collect_view();
            let title = format!("{} {}", one + 1, summary.name);
            view! { <tr><th scope="row">{title}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <section class="verdicts">
            <h2>{speech.text("verdicts")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=speech.text("verdicts")>
                <table data-testid="verdicts">
                    <thead>
                        <tr><th scope="col">{speech.text("verdicts-row")}</th>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{speech.text("verdicts-note")}</p>
        </section>
    }
}

fn cell(
    speech: Speech,
    one: usize,
    other: usize,
    pair: Option<Comparison>,
) -> impl IntoView + use<> {
    let (text, tone) = pair.map_or_else(
        || (speech.say("no-figure"), "none"),
        |pair| (words::comparison(speech, &pair), tone(pair.verdict)),
    );
    view! {
        <td
            class=format!("verdict verdict--{tone}")
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
fn Times(results: Results) -> impl IntoView {
    const COLUMNS: [(&str, bool); 6] = [
        ("times-contender", false),
        ("times-median", true),
        ("times-p90", true),
        ("times-p99", true),
        ("times-samples", true),
        ("times-marks", false),
    ];
    let speech = use_speech();
    let heads = COLUMNS
        .map(|(name, number)| {
            view! { <th scope="col" class:number=number>{speech.text(name)}</th> }
        })
        .collect_view();
    let rows = results
        .summaries
        .iter()
        .enumerate()
        .map(|(index, summary)| times_row(speech, index, summary, results.blocks))
        .collect_view();
    view! {
        <section class="times">
            <h2>{speech.text("times")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=speech.text("times")>
                <table data-testid="times">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn times_row(
    speech: Speech,
    index: usize,
    summary: &Summary,
    blocks: usize,
) -> impl IntoView + use<> {
    let duration = |ms: Option<f64>| {
        ms.map_or_else(
            || speech.say("no-figure"),
            |ms| figures::duration(speech, ms),
        )
    };
    let warm_up = summary.warm_up_samples;
    view! {
        <tr data-testid=format!("times-{}", index + 1) data-warm-up=warm_up.to_string()>
            <th scope="row">{format!("{} {}", index + 1, summary.name)}</th>
            <td class="number">{words::time(speech, summary.time_ms.as_ref())}</td>
            <td class="number">{duration(summary.p90_ms)}</td>
            <td class="number">{duration(summary.p99_ms)}</td>
            <td class="number">{words::count(speech, summary, blocks)}</td>
            <td>{remarks(speech, summary)}</td>
        </tr>
    }
}

/// What there is to say against a candidate's samples.
fn remarks(speech: Speech, summary: &Summary) -> String {
    let quality = &summary.quality;
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let mut remarks =
        vec![speech.say_with("mark-warm-up", &[("count", count(summary.warm_up_samples))])];
    if quality.saturated {
        remarks.push(speech.say("mark-saturated"));
    } else if quality.short {
        remarks.push(speech.say("mark-short"));
    }
    if quality.unsettled > 0 {
        remarks.push(speech.say_with("mark-unsettled", &[("count", count(quality.unsettled))]));
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
