//! The table of all runs of this visit.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sampling::Median;

use super::experiment::Lab;
use super::{run_words, words};
use crate::glossary;
use crate::labs::table::{Column, ScrollTable};
use crate::labs::threads::model::summary::{self, Group, SpeedUp, Worst};
use crate::place::Place;
use crate::trust::panel;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// The runs of this visit, those of one kind in one line, the newest kind first.
#[component]
pub(super) fn RunTable(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let groups = Memo::new(move |_| lab.runs.with(|runs| summary::groups(runs)));
    let count = Memo::new(move |_| groups.with(Vec::len));
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("column-where")),
            Column::text(speech.say("column-engine")),
            Column::text(speech.say("column-work")),
            Column::number(speech.say("column-total")).explained(&glossary::TOTAL),
            Column::number(speech.say("column-compute")),
            Column::number(speech.say("column-speed-up")).explained(&glossary::SPEED_UP),
            Column::number(speech.say("column-longest")).explained(&glossary::LONG_FRAME),
            Column::number(speech.say("column-blocking")).explained(&glossary::BLOCKING_TIME),
            Column::number(speech.say("column-interaction")).explained(&glossary::SLOWEST_KEY),
            Column::text(speech.say("column-check")),
        ]
    });
    let rows = Signal::derive(move || (0..count.get()).rev().collect());
    let row = Callback::new(move |index: usize| {
        let group = Memo::new(move |_| groups.with(|groups| groups.get(index).cloned()));
        group_row(speech, group).into_any()
    });
    view! {
        <section class="runs" data-testid="runs">
            <h2>{speech.text("runs")}</h2>
            <p class="note">{speech.text("runs-note")}</p>
            <Show
                when=move || { count.get() > 0 }
                fallback=move || view! { <p class="empty">{speech.text("runs-empty")}</p> }
            >
                <ScrollTable label=speech.text("runs") columns rows row />
            </Show>
        </section>
    }
}

/// A row; its group may become another one, where older runs are forgotten.
fn group_row(speech: Speech, group: Memo<Option<Group>>) -> impl IntoView {
    let said = move |say: fn(Speech, &Group) -> String| {
        Signal::derive(move || {
            group.with(|group| {
                group
                    .as_ref()
                    .map_or_else(String::new, |group| say(speech, group))
            })
        })
    };
    view! {
        <tr
            data-testid=said(|_, group| format!("group-{}", group.place.strategy().id()))
            data-count=said(|_, group| group.total.map_or(0, |total| total.count).to_string())
            data-first-runs=said(|_, group| {
                group.first_runs.map_or(0, |first| first.count).to_string()
            })
        >
            <th scope="row">{said(|speech, group| speech.place(group.place))}</th>
            <td>{said(engine)}</td>
            <td>{said(|speech, group| speech.work(&group.computation))}</td>
            <td class="number">
                {said(|speech, group| time(speech, group.total, group.step_ms))}
                <span class="cell-note">{said(remarks)}</span>
            </td>
            <td class="number">{said(|speech, group| time(speech, group.compute, group.step_ms))}</td>
            <td class="number">{said(|speech, group| speed_up(speech, group.speed_up))}</td>
            <td class="number">{said(|speech, group| worst(speech, group.longest_frame, group.step_ms))}</td>
            <td class="number">{said(|speech, group| worst(speech, group.blocking, group.step_ms))}</td>
            <td class="number">{said(interaction)}</td>
            <td>{said(|speech, group| speech.ending(&group.last))}</td>
        </tr>
    }
}

fn worst(speech: Speech, worst: Option<Worst>, step_ms: f64) -> String {
    worst.map_or_else(
        || speech.say("no-figure"),
        |worst| words::worst(speech, worst, step_ms),
    )
}

fn time(speech: Speech, median: Option<Median>, step_ms: f64) -> String {
    median.map_or_else(
        || speech.say("no-figure"),
        |median| words::median_time(speech, median, step_ms),
    )
}

fn interaction(speech: Speech, group: &Group) -> String {
    match group.interaction {
        Some(Worst { ms, .. }) if ms <= 0.0 => speech.say("interaction-quick"),
        other => worst(speech, other, group.step_ms),
    }
}

/// What executed it, and how its bytes travelled, where that is a choice.
fn engine(speech: Speech, group: &Group) -> String {
    let engine = speech.say(words::engine(group.engine).0);
    match group.computation.extent() {
        Some(_) if group.place != Place::Main => {
            format!("{engine}, {}", speech.say(words::moving(group.moving).0))
        }
        _ => engine,
    }
}

/// What became of first runs, and of runs that do not count.
fn remarks(speech: Speech, group: &Group) -> String {
    let first = group.first_runs.zip(group.total);
    let first = first
        .map(|(first, total)| run_words::first_runs(speech, first, total.count, group.step_ms));
    let failed = (group.failed > 0).then(|| {
        let count = figures::count(speech.locale(), group.failed as u64).into();
        speech.say_with("runs-failed", &[("count", count)])
    });
    let failed = failed.map(|failed| {
        let reasons = panel::say_reasons(speech, &group.void);
        std::iter::once(failed)
            .chain(reasons)
            .collect::<Vec<_>>()
            .join(". ")
    });
    let remarks: Vec<String> = first.into_iter().chain(failed).collect();
    remarks.join("; ")
}

fn speed_up(speech: Speech, speed_up: Option<SpeedUp>) -> String {
    match speed_up {
        None => speech.say("no-figure"),
        Some(SpeedUp::Measure) => speech.say("score-baseline"),
        Some(SpeedUp::Rounds(ratios)) => words::speed_up(speech, ratios),
        Some(SpeedUp::Apart(ratio)) => {
            let speed = figures::speed(speech, ratio, 2).into();
            speech.say_with("speed-up-apart", &[("speed", speed)])
        }
    }
}
