//! The lab's views: the pictures of the last runs, what they show, and the table of all runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::collections::HashSet;

use kernels::{Engine, Spec};
use leptos::prelude::*;
use timeline::{Lane, Phase};

use super::experiment::Lab;
use super::picture_panel::PicturePanel;
use super::run_table::RunTable;
use super::scoreboard::Scoreboard;
use super::{run_words, words};
use crate::environment::Environment;
use crate::glossary::{self, Entry};
use crate::labs::kept::panel::KeptNote;
use crate::labs::table::{Column, ScrollTable};
use crate::labs::threads::model::lanes::{Bar, PhaseTime, Picture, breakdown, picture};
use crate::labs::threads::model::run::{Ending, Liveliness, Run, Turn};
use crate::place::{Moving, Place};
use crate::trust::panel;
use crate::ui::explained::Term;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::timeline::{Block, Fill, Model, Row, Timeline};
use crate::ui::viewport::Viewport;

/// A frame of this length or more fills its row from bottom to top.
const FRAME_FULL_MS: f64 = 100.0;

/// The axis of a run under way ends no sooner than this, so that it does not jump at the start.
const LIVE_AXIS_MIN_MS: f64 = 1_000.0;

/// All that runs make, in the order in which it is read.
pub(in crate::labs::threads) fn view(lab: Lab) -> AnyView {
    let viewport = RwSignal::new(Viewport::default());
    // What one batch was zoomed to says nothing about the next.
    Effect::new(move || {
        if lab.batch.with(Vec::is_empty) {
            viewport.set(Viewport::default());
        }
    });
    // Runs of one batch share an axis, so that their lengths can be compared by eye.
    let batch_end_ms = Memo::new(move |_| {
        lab.batch
            .with(|runs| runs.iter().map(Run::total_ms).fold(0.0, f64::max))
    });
    let panel = move |run: Run| view! { <RunPanel run lab batch_end_ms viewport /> };
    let title = move || {
        lab.batch.with(|runs| {
            runs.first().map(|run| {
                let (engine, computation, moving) = (run.engine, run.computation, run.moving);
                view! { <BatchTitle engine computation moving /> }
            })
        })
    };
    view! {
        {title}
        <KeptNote kept=lab.kept />
        <Scoreboard lab />
        // A panel is made once: to draw all of them anew would be what keeps the page busy.
        <For each=move || lab.batch.get() key=|run| run.number children=panel />
        <Show when=move || lab.live.with(Option::is_some)>
            <LiveRun lab />
        </Show>
        <PicturePanel lab />
        <Legend lab />
        <RunTable lab />
    }
    .into_any()
}

/// The run under way, with its progress.
#[component]
fn LiveRun(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let step_us = expect_context::<Environment>().clock_step_us;
    let step_ms = step_us.get_untracked().unwrap_or_default() / 1_000.0;
    // A value that is gone is shown for a moment more, while the panel is taken away.
    let model = Signal::derive(move || {
        lab.live.with(|live| {
            live.as_ref().map_or_else(
                || empty_model(speech),
                |live| {
                    let last_ms = live
                        .frames
                        .last()
                        .map_or(live.start_ms, |frame| frame.start_ms + frame.gap_ms);
                    let picture = picture(
                        live.start_ms,
                        last_ms,
                        &[],
                        &live.frames,
                        &[],
                        LIVE_AXIS_MIN_MS,
                    );
                    model(speech, live.place, &picture, step_ms)
                },
            )
        })
    });
    let fraction = move || {
        lab.live
            .with(|live| live.as_ref().and_then(|live| live.fraction))
    };
    let title = move || {
        lab.live.with(|live| {
            live.as_ref()
                .map_or_else(String::new, |live| speech.place(live.place))
        })
    };
    view! {
        <section class="run run--live" data-testid="live-run">
            <header class="run__head">
                <h2>{title}</h2>
                <progress
                    max="1"
                    // Without a value the bar says that nobody knows.
                    prop:value=move || fraction().unwrap_or_default()
                    aria-label=speech.text("progress")
                ></progress>
                <span class="run__percent number">
                    {move || {
                        fraction()
                            .map(|share| format!("{} %", figures::number(speech.locale(), share * 100.0, 0)))
                    }}
                </span>
            </header>
            <Timeline model />
        </section>
    }
}

/// One run that has ended.
#[component]
fn RunPanel(
    run: Run,
    lab: Lab,
    batch_end_ms: Memo<f64>,
    /// Runs of one batch are looked at through the same window.
    viewport: RwSignal<Viewport>,
) -> impl IntoView {
    let speech = use_speech();
    let run = StoredValue::new(run);
    let (place, number, turn) = run.with_value(|run| (run.place, run.number, run.turn));
    let (span, compute_ms, longest_ms) =
        run.with_value(|run| (run.compute_span(), run.compute_ms(), run.longest_frame_ms()));
    let model = Signal::derive(move || {
        run.with_value(|run| {
            let picture = picture(
                run.start_ms,
                run.end_ms,
                &run.lanes,
                &run.frames,
                &run.long_frames,
                batch_end_ms.get(),
            );
            model(speech, run.place, &picture, run.step_ms())
        })
    });
    let verdict = move || {
        run.with_value(|run| match run.liveliness() {
            Some(Liveliness::Frozen) => ("badge badge--blocked", speech.say("frozen")),
            Some(Liveliness::Janky) => ("badge", speech.say("janky")),
            Some(Liveliness::Smooth) => ("badge badge--free", speech.say("smooth")),
            None => ("badge", speech.say("void")),
        })
    };
    // The check comes after the run.
    let result = Signal::derive(move || {
        lab.batch.with(|runs| {
            let run = runs.iter().find(|run| run.number == number);
            run.map_or_else(String::new, |run| speech.ending(&run.ending))
        })
    });
    let reasons = run.with_value(|run| run.void_reasons().to_vec());
    let void = (!reasons.is_empty()).then(|| {
        let text = move || {
            let reasons = panel::say_reasons(speech, &reasons).join(" ");
            speech.say_with("figures-void", &[("reasons", reasons.into())])
        };
        view! { <p class="note" data-testid="void">{text}</p> }
    });
    let details = run.with_value(|run| match &run.ending {
        Ending::Failed(failure) => run_words::failure_details(speech, failure),
        Ending::Finished { .. } | Ending::Cancelled => None,
    });
    let worst = run.with_value(|run| run.interactions);
    view! {
        <section
            class="run"
            data-testid=format!("run-{}", place.strategy().id())
            // Unrounded, for whoever reads the page by a program.
            data-compute-start-ms=span.map(|span| span.start_ms.to_string())
            data-compute-ms=compute_ms.map(|ms| ms.to_string())
            data-total-ms=run.with_value(|run| run.total_ms().to_string())
            data-longest-frame-ms=longest_ms.map(|ms| ms.to_string())
            data-starts=run.with_value(|run| {
                run.starts.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
            })
            data-interactions=worst.count.to_string()
            data-worst-interaction-ms=worst.worst_ms.to_string()
            data-round=turn.round.to_string()
            data-seed=turn.seed.to_string()
        >
            <header class="run__head">
                <h2>{move || speech.place(place)}</h2>
                <span class=move || verdict().0>{move || verdict().1}</span>
                <span class="note" data-testid="run-of">{move || run_of(speech, turn)}</span>
                <p class="run__result" data-testid="result">
                    {result}
                </p>
            </header>
            {void}
            {details}
            <Timeline model file_name=format!("perf-playground-run-{number}") viewport />
            <p class="note" data-testid="interactions">
                {move || run.with_value(|run| interactions(speech, run))}
            </p>
            <Breakdown
                lanes=run.with_value(|run| run.lanes.clone())
                step_ms=run.with_value(Run::step_ms)
            />
        </section>
    }
}

/// That a panel shows one run, and which of several.
fn run_of(speech: Speech, turn: Turn) -> String {
    if turn.round == 1 {
        return speech.say("run-one");
    }
    let round = figures::count(speech.locale(), u64::from(turn.round)).into();
    speech.say_with("run-one-of-many", &[("round", round)])
}

/// How a person who typed meanwhile fared.
fn interactions(speech: Speech, run: &Run) -> String {
    let seen = run.interactions;
    if seen.count == 0 {
        return speech.say("interactions-none");
    }
    let count = figures::count(speech.locale(), u64::from(seen.count)).into();
    if seen.worst_ms > 0.0 {
        let worst = figures::measured(speech, seen.worst_ms, run.step_ms()).into();
        speech.say_with("interactions", &[("count", count), ("worst", worst)])
    } else {
        speech.say_with("interactions-quick", &[("count", count)])
    }
}

/// Where the time of a run went, phase by phase.
#[component]
fn Breakdown(
    lanes: Vec<Lane>,
    /// The step of the timer that timed them.
    step_ms: f64,
) -> impl IntoView {
    let speech = use_speech();
    let phases = StoredValue::new(breakdown(&lanes));
    if phases.with_value(Vec::is_empty) {
        return None;
    }
    let rows = phases.with_value(|phases| (0..phases.len()).collect());
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("column-phase")),
            Column::number(speech.say("column-sum")),
            Column::text(speech.say("column-share")),
            Column::number(speech.say("column-count")),
            Column::number(speech.say("column-longest-one")),
        ]
    });
    let row = Callback::new(move |index: usize| {
        phases.with_value(|phases| {
            let most = phases.iter().map(|of| of.total_ms).fold(0.0, f64::max);
            breakdown_row(speech, phases[index], most, step_ms).into_any()
        })
    });
    Some(view! {
        <details class="ledger" data-testid="ledger">
            <summary>{speech.text("ledger")}</summary>
            <ScrollTable label=speech.text("ledger") columns rows=Signal::stored(rows) row />
            <p class="note">{speech.text("ledger-note")}</p>
        </details>
    })
}

fn breakdown_row(speech: Speech, time: PhaseTime, most_ms: f64, step_ms: f64) -> impl IntoView {
    let (name, explained, color, _) = run_words::phase(time.phase);
    let share = if most_ms > 0.0 {
        time.total_ms / most_ms
    } else {
        0.0
    };
    view! {
        <tr data-phase=name data-ms=time.total_ms.to_string()>
            <th scope="row">
                <Term
                    name=speech.text(name)
                    text=speech.text(explained)
                    entry=Some(&glossary::PHASE)
                />
            </th>
            <td class="number">{move || figures::measured(speech, time.total_ms, step_ms)}</td>
            <td class="ledger__bar">
                <span
                    style:width=format!("{:.1}%", share * 100.0)
                    style:background=format!("var({color})")
                ></span>
            </td>
            <td class="number">{move || figures::count(speech.locale(), time.count as u64)}</td>
            <td class="number">{move || figures::measured(speech, time.longest_ms, step_ms)}</td>
        </tr>
    }
}

/// Colours and fillings, each with its word.
#[component]
fn Legend(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    // What is lost is explained where something was.
    let lost = Memo::new(move |_| {
        lab.batch.with(|runs| {
            let spans = runs.iter().flat_map(|run| &run.lanes);
            let phases = spans.flat_map(|lane| &lane.spans).map(|span| span.phase);
            let lost: HashSet<Phase> = phases.filter(|phase| phase.is_lost()).collect();
            lost
        })
    });
    let phases = move || {
        let lost = lost.get();
        Phase::ALL
            .into_iter()
            .filter(|phase| !phase.is_lost() || lost.contains(phase))
            .map(|phase| {
                let (name, explained, color, fill) = run_words::phase(phase);
                legend_item(speech, (name, explained, &glossary::PHASE), color, fill)
            })
            .collect_view()
    };
    let frame = ("frame-free", "frame-free-explained", &glossary::FRAME);
    let long_frame = (
        "frame-blocked",
        "frame-blocked-explained",
        &glossary::LONG_FRAME,
    );
    view! {
        <ul class="legend" aria-label=speech.text("legend")>
            {legend_item(speech, frame, "--free", Fill::Solid)}
            {legend_item(speech, long_frame, "--blocked", Fill::Striped)}
            {phases}
        </ul>
    }
}

/// A colour with its word, by the texts that name and explain it and the glossary's entry.
fn legend_item(
    speech: Speech,
    (name, explained, entry): (&'static str, &'static str, &'static Entry),
    color: &'static str,
    fill: Fill,
) -> impl IntoView {
    let swatch = match fill {
        Fill::Solid => "swatch",
        Fill::Striped => "swatch swatch--striped",
        Fill::Hatched => "swatch swatch--hatched",
        Fill::Waiting => "swatch swatch--waiting",
        Fill::Lost => "swatch swatch--lost",
    };
    view! {
        <li>
            <span class=swatch style:color=format!("var({color})") aria-hidden="true"></span>
            <Term name=speech.text(name) text=speech.text(explained) entry=Some(entry) />
        </li>
    }
}

fn empty_model(speech: Speech) -> Model {
    Model {
        summary: speech.say("progress"),
        end_ms: LIVE_AXIS_MIN_MS,
        rows: Vec::new(),
    }
}

fn model(speech: Speech, place: Place, picture: &Picture, step_ms: f64) -> Model {
    let time = |ms| figures::measured(speech, ms, step_ms);
    let longest_ms = picture
        .frames
        .iter()
        .map(|bar| bar.gap_ms)
        .fold(0.0, f64::max);
    let frames = Row {
        label: speech.say("row-frames"),
        blocks: frame_blocks(speech, &picture.frames, step_ms),
    };
    let names = Phase::ALL.map(|phase| {
        let (name, _, color, fill) = run_words::phase(phase);
        (phase, speech.say(name), color, fill)
    });
    let lanes = picture.lanes.iter().map(|lane| Row {
        label: speech.thread(lane.thread),
        blocks: lane
            .spans
            .iter()
            .map(|span| {
                let (_, name, color, fill) = names
                    .iter()
                    .find(|(phase, ..)| *phase == span.phase)
                    .unwrap_or(&names[0]);
                Block {
                    start_ms: span.start_ms,
                    duration_ms: span.duration_ms,
                    height: 1.0,
                    color,
                    fill: *fill,
                    caption: format!("{name} {}", time(span.duration_ms)),
                    name: name.clone(),
                    readable: true,
                }
            })
            .collect(),
    });
    Model {
        summary: speech.say_with(
            "timeline-summary",
            &[
                ("where", speech.place(place).into()),
                ("total", time(picture.end_ms).into()),
                ("longest", time(longest_ms).into()),
            ],
        ),
        end_ms: picture.end_ms,
        rows: std::iter::once(frames).chain(lanes).collect(),
    }
}

fn frame_blocks(speech: Speech, bars: &[Bar], step_ms: f64) -> Vec<Block> {
    let (free, blocked) = (speech.say("frame-free"), speech.say("frame-blocked"));
    let caption = |bar: &Bar| {
        let duration = figures::measured(speech, bar.gap_ms, step_ms).into();
        match bar.blocking_ms {
            Some(blocking_ms) => speech.say_with(
                "frame-caption-blocking",
                &[
                    ("duration", duration),
                    (
                        "blocking",
                        figures::measured(speech, blocking_ms, step_ms).into(),
                    ),
                ],
            ),
            None => speech.say_with("frame-caption", &[("duration", duration)]),
        }
    };
    bars.iter()
        .map(|bar| Block {
            start_ms: bar.start_ms,
            duration_ms: bar.gap_ms,
            height: bar.gap_ms / FRAME_FULL_MS,
            color: if bar.long { "--blocked" } else { "--free" },
            fill: if bar.long { Fill::Striped } else { Fill::Solid },
            caption: if bar.long {
                caption(bar)
            } else {
                String::new()
            },
            name: match bar.blocking_ms {
                Some(_) => caption(bar),
                None if bar.long => blocked.clone(),
                None => free.clone(),
            },
            readable: bar.long,
        })
        .collect()
}

/// What the runs of a batch have in common, as a headline.
#[component]
fn BatchTitle(engine: Engine, computation: Spec, moving: Moving) -> impl IntoView {
    let speech = use_speech();
    let title = move || {
        let mut title = format!(
            "{} · {}",
            speech.work(&computation),
            speech.say(words::engine(engine).0)
        );
        if computation.extent().is_some() {
            title.push_str(" · ");
            title.push_str(&speech.say(words::moving(moving).0));
        }
        title
    };
    view! { <p class="batch-title">{title}</p> }
}
