//! What each thread did, over virtual time.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::labs::event_loop::model::lanes::{Lane, Span, What, Who, lanes};
use crate::labs::event_loop::model::run::Run;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::timeline::{Block, Fill, Model, Row, Timeline};

/// The panel, below its title.
pub(in crate::labs::event_loop) fn view(lab: Lab) -> AnyView {
    let speech = use_speech();
    let model = Signal::derive(move || {
        let run = lab.run.get();
        run.map_or_else(|| empty(speech), |run| model(speech, &run))
    });
    let none = move || {
        let is_none = lab.run.with(Option::is_none);
        is_none.then(|| speech.say("loop-run-first"))
    };
    view! {
        <p class="note">{speech.text("loop-timeline-about")}</p>
        <p class="note">{none}</p>
        <Timeline
            model
            file_name="event-loop".to_owned()
            axis="loop-axis"
        />
    }
    .into_any()
}

fn empty(speech: Speech) -> Model {
    Model {
        summary: speech.say("loop-timeline-summary"),
        end_ms: 1.0,
        rows: Vec::new(),
    }
}

fn model(speech: Speech, run: &Run) -> Model {
    let steps = run.replay.steps();
    let rows = lanes(steps);
    Model {
        summary: speech.say("loop-timeline-summary"),
        end_ms: steps.last().map_or(0.0, |step| step.at_ns as f64 / 1e6),
        rows: rows.iter().map(|lane| row(speech, lane)).collect(),
    }
}

fn row(speech: Speech, lane: &Lane) -> Row {
    Row {
        label: match lane.who {
            Who::Main => speech.say("loop-lane-main"),
            Who::Thread(index) => {
                let number = figures::count(speech.locale(), u64::from(index) + 1);
                speech.say_with("loop-thread", &[("number", number.into())])
            }
            Who::Outside => speech.say("loop-lane-outside"),
        },
        blocks: lane.spans.iter().map(|span| block(speech, span)).collect(),
    }
}

fn block(speech: Speech, span: &Span) -> Block {
    let (color, fill, name) = match &span.what {
        What::Program(phase) => ("--series-5", Fill::Solid, words::phase(speech, *phase)),
        What::Task { origin, label } => {
            ("--free", Fill::Solid, words::what(speech, *origin, label))
        }
        What::Blocked(label) => ("--blocked", Fill::Striped, label.clone()),
        What::Slept => ("--ink-muted", Fill::Waiting, speech.say("loop-sleeps")),
    };
    Block {
        start_ms: span.start_ns as f64 / 1e6,
        duration_ms: span.end_ns.saturating_sub(span.start_ns) as f64 / 1e6,
        height: 1.0,
        color,
        fill,
        caption: name.clone(),
        name,
        readable: true,
    }
}
