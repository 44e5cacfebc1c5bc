//! What a run shows: the lanes, its stages, what the standards say, and the order in which callbacks ran.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Recorded, words};
use crate::labs::event_loop::model::browser::lanes;
use crate::labs::event_loop::model::browser::record::{Entry, Recording};
use crate::labs::event_loop::model::browser::rules::{open, verdicts};
use crate::labs::event_loop::model::browser::stages::{Stage, stages};
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::Speech;
use crate::ui::timeline::{self, Timeline};

/// The most callbacks that the table lists; the picture and its file have all of them.
const LISTED_MAX: usize = 200;

/// What was recorded last.
type Shown = Signal<Arc<Recording>>;

/// A table's row, as texts.
type Cells = Vec<String>;

/// Nothing until a program has run.
pub(super) fn view(speech: Speech, recorded: Recorded) -> AnyView {
    let has_any = Memo::new(move |_| recorded.with(Option::is_some));
    let view = move || {
        // Made once: what runs later changes what is there.
        let first = has_any.get().then(|| recorded.get_untracked()).flatten()?;
        let shown = Signal::derive(move || recorded.get().unwrap_or_else(|| Arc::clone(&first)));
        Some(recording_view(speech, shown))
    };
    view.into_any()
}

fn recording_view(speech: Speech, shown: Shown) -> AnyView {
    let model = Signal::derive(move || {
        let (rows, end_ms) = lanes::rows(&shown.get(), &words::LaneWords(speech));
        timeline::Model {
            summary: speech.say("loop-browser-lanes-summary"),
            end_ms,
            rows,
        }
    });
    let missing = move || shown.with(|recording| words::missing(speech, recording));
    view! {
        <p class="note" data-testid="loop-browser-missing">
            {missing}
        </p>
        <h2>{speech.text("loop-browser-lanes")}</h2>
        <div data-testid="loop-browser-lanes">
            <Timeline
                model
                file_name="perf-playground-browser-loop".to_owned()
                axis="loop-browser-axis"
            />
        </div>
        {stage_table(speech, shown)}
        <h2>{speech.text("loop-browser-rules")}</h2>
        <p class="note">{speech.text("loop-browser-rules-note")}</p>
        {rule_table(speech, shown)}
        <h2>{speech.text("loop-browser-order")}</h2>
        {order_table(speech, shown)}
    }
    .into_any()
}

/// Only where there is more than one stage to compare.
fn stage_table(speech: Speech, shown: Shown) -> AnyView {
    let has_more = Memo::new(move |_| shown.with(|recording| recording.stages.len() > 1));
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("loop-browser-stage")),
            Column::number(speech.say("loop-browser-callbacks")),
            Column::number(speech.say("loop-browser-frames-seen")),
            Column::number(speech.say("loop-browser-per-frame")),
            Column::number(speech.say("loop-browser-longest-gap")),
            Column::number(speech.say("loop-browser-first-frame-late")),
            Column::number(speech.say("loop-browser-duration")),
            Column::text(speech.say("loop-browser-ending")),
        ]
    });
    let cells = Memo::new(move |_| {
        let stages = shown.with(|recording| stages(recording));
        let cells = stages.iter().map(|stage| stage_cells(speech, stage));
        cells.collect::<Vec<Cells>>()
    });
    let view = move || {
        has_more.get().then(|| {
            view! {
                <h2>{speech.text("loop-browser-stages")}</h2>
                {table(
                    speech.text("loop-browser-stages"),
                    "loop-browser-stages",
                    columns,
                    cells,
                    0,
                )}
            }
        })
    };
    view.into_any()
}

fn stage_cells(speech: Speech, stage: &Stage) -> Cells {
    let count = |count: u32| figures::count(speech.locale(), count.into());
    let time = |ms: Option<f64>| ms.map_or_else(none, |ms| figures::duration(speech, ms));
    let per_frame = |value| figures::number(speech.locale(), value, 0);
    vec![
        words::stage(speech, stage.by),
        count(stage.callbacks),
        count(stage.frames),
        stage.per_frame.map_or_else(none, per_frame),
        time(stage.longest_gap_ms),
        time(stage.late_ms),
        time(Some(stage.duration_ms)),
        words::ending(speech, stage.ending),
    ]
}

fn none() -> String {
    "–".to_owned()
}

/// First what is guaranteed, then what is not.
fn rule_table(speech: Speech, shown: Shown) -> AnyView {
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("loop-browser-rule")),
            Column::text(speech.say("loop-browser-standard")),
            Column::text(speech.say("loop-browser-here")),
        ]
    });
    let cells = Memo::new(move |_| shown.with(|recording| rule_cells(speech, recording)));
    table(
        speech.text("loop-browser-rules"),
        "loop-browser-rules",
        columns,
        cells,
        0,
    )
}

fn rule_cells(speech: Speech, recording: &Recording) -> Vec<Cells> {
    let guaranteed = verdicts(recording).into_iter().map(|verdict| {
        let args = [("source", words::source(verdict.rule).into())];
        vec![
            words::rule(speech, verdict.rule),
            speech.say_with("loop-browser-guaranteed", &args),
            words::verdict(speech, recording, &verdict),
        ]
    });
    let not = open(recording).into_iter().map(|open| {
        vec![
            words::pair(speech, recording, open),
            speech.say("loop-browser-not-guaranteed"),
            words::came_first(speech, recording, open),
        ]
    });
    guaranteed.chain(not).collect()
}

fn order_table(speech: Speech, shown: Shown) -> AnyView {
    let columns = Signal::derive(move || {
        vec![
            Column::number(speech.say("loop-browser-place")),
            Column::text(speech.say("loop-browser-callback")),
            Column::text(speech.say("loop-browser-queued-by")),
            Column::number(speech.say("loop-browser-queued-at")),
            Column::number(speech.say("loop-browser-ran-at")),
            Column::number(speech.say("loop-browser-waited")),
            Column::number(speech.say("loop-browser-took")),
        ]
    });
    let cells = Memo::new(move |_| {
        shown.with(|recording| {
            let entries = recording.entries.iter().take(LISTED_MAX).enumerate();
            let cells = entries.map(|(at, entry)| entry_cells(speech, recording, at, entry));
            cells.collect::<Vec<Cells>>()
        })
    });
    let more = move || {
        let left = shown.with(|recording| recording.entries.len().saturating_sub(LISTED_MAX));
        (left > 0).then(|| {
            let count = figures::count(speech.locale(), left as u64);
            speech.say_with("loop-browser-more", &[("count", count.into())])
        })
    };
    view! {
        <div class="loop-browser__order">
            {table(
                speech.text("loop-browser-order"),
                "loop-browser-order",
                columns,
                cells,
                1,
            )}
        </div>
        <p class="note">{more}</p>
    }
    .into_any()
}

fn entry_cells(speech: Speech, recording: &Recording, at: usize, entry: &Entry) -> Cells {
    let start_ms = recording.start_ms();
    let since = |ms: f64| figures::duration(speech, (ms - start_ms).max(0.0));
    let parent = entry.ticket.parent.and_then(|at| recording.entries.get(at));
    vec![
        figures::count(speech.locale(), at as u64 + 1),
        words::entry(speech, entry),
        parent.map_or_else(none, |parent| words::entry(speech, parent)),
        since(entry.ticket.queued_ms),
        since(entry.start_ms),
        figures::duration(speech, entry.waited_ms()),
        figures::duration(speech, entry.duration_ms()),
    ]
}

/// A table of texts, of which the column `head` names the row.
fn table(
    label: Signal<String>,
    testid: &'static str,
    columns: Signal<Vec<Column>>,
    cells: Memo<Vec<Cells>>,
    head: usize,
) -> AnyView {
    let rows = Signal::derive(move || (0..cells.with(Vec::len)).collect::<Vec<usize>>());
    let row = Callback::new(move |index: usize| {
        let columns = columns.get_untracked();
        let made = columns.into_iter().enumerate().map(|(at, column)| {
            let text = move || cells.with(|cells| cells.get(index)?.get(at).cloned());
            if at == head {
                view! { <th scope="row">{text}</th> }.into_any()
            } else {
                view! { <td class:number=column.is_number>{text}</td> }.into_any()
            }
        });
        view! { <tr>{made.collect::<Vec<AnyView>>()}</tr> }.into_any()
    });
    view! { <ScrollTable label testid columns rows row /> }.into_any()
}
