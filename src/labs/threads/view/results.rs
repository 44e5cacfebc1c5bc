//! The lab's views: the pictures of the last runs, what they show, and the table of all runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::{Engine, Spec};
use leptos::prelude::*;
use sampling::Median;
use timeline::{Lane, Phase};

use super::experiment::Lab;
use super::picture_panel::PicturePanel;
use super::{run_words, words};
use crate::labs::threads::model::presenter::{
    self, Liveliness, PhaseTime, Picture, Run, Turn, picture,
};
use crate::labs::threads::model::summary::{self, Group, SpeedUp, Worst};
use crate::place::{Moving, Place};
use crate::ui::figures::{self, Quantity};
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
        // A panel is made once: to draw all of them anew would be what keeps the page busy.
        <For each=move || lab.batch.get() key=|run| run.number children=panel />
        <Show when=move || lab.live.with(Option::is_some)>
            <LiveRun lab />
        </Show>
        <PicturePanel lab />
        <Legend />
        <RunTable lab />
    }
    .into_any()
}

/// The run under way, with its progress.
#[component]
fn LiveRun(lab: Lab) -> impl IntoView {
    let speech = use_speech();
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
                    model(speech, live.place, &picture)
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
            model(speech, run.place, &picture)
        })
    });
    let verdict = move || {
        run.with_value(|run| match run.liveliness() {
            Some(Liveliness::Frozen) => ("badge badge--blocked", speech.say("blocked")),
            Some(Liveliness::Janky) => ("badge", speech.say("hitched")),
            Some(Liveliness::Smooth) => ("badge badge--free", speech.say("free")),
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
            <Timeline model file_name=format!("perf-playground-run-{number}") viewport />
            <p class="note" data-testid="interactions">
                {move || run.with_value(|run| interactions(speech, run))}
            </p>
            <Breakdown lanes=run.with_value(|run| run.lanes.clone()) />
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
        let worst = figures::duration(speech, seen.worst_ms).into();
        speech.say_with("interactions", &[("count", count), ("worst", worst)])
    } else {
        speech.say_with("interactions-quick", &[("count", count)])
    }
}

/// Where the time of a run went, phase by phase.
#[component]
fn Breakdown(lanes: Vec<Lane>) -> impl IntoView {
    let speech = use_speech();
    let phases = StoredValue::new(presenter::breakdown(&lanes));
    if phases.with_value(Vec::is_empty) {
        return None;
    }
    let rows = move || {
        phases.with_value(|phases| {
            let most = phases.iter().map(|cost| cost.total_ms).fold(0.0, f64::max);
            phases
                .iter()
                .map(|cost| breakdown_row(speech, cost, most))
                .collect_view()
        })
    };
    Some(view! {
        <details class="ledger" data-testid="ledger">
            <summary>{speech.text("ledger")}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=speech.text("ledger")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{speech.text("column-phase")}</th>
                            <th scope="col" class="number">{speech.text("column-sum")}</th>
                            <th scope="col">{speech.text("column-share")}</th>
                            <th scope="col" class="number">{speech.text("column-count")}</th>
                            <th scope="col" class="number">{speech.text("column-longest-one")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{speech.text("ledger-note")}</p>
        </details>
    })
}

fn breakdown_row(speech: Speech, cost: &PhaseTime, most_ms: f64) -> impl IntoView + use<> {
    let (name, explained, color, _) = run_words::phase(cost.phase);
    let share = if most_ms > 0.0 {
        cost.total_ms / most_ms
    } else {
        0.0
    };
    view! {
        <tr data-phase=name data-ms=cost.total_ms.to_string()>
            <th scope="row" title=speech.say(explained)>{speech.say(name)}</th>
            <td class="number">{figures::duration(speech, cost.total_ms)}</td>
            <td class="ledger__bar">
                <span
                    style:width=format!("{:.1}%", share * 100.0)
                    style:background=format!("var({color})")
                ></span>
            </td>
            <td class="number">{figures::count(speech.locale(), cost.count as u64)}</td>
            <td class="number">{figures::duration(speech, cost.longest_ms)}</td>
        </tr>
    }
}

/// Colours and fillings, each with its word.
#[component]
fn Legend() -> impl IntoView {
    let speech = use_speech();
    let phases = move || {
        Phase::ALL
            .into_iter()
            .map(|phase| {
                let (name, explained, color, fill) = run_words::phase(phase);
                legend_item(speech.say(name), speech.say(explained), color, fill)
            })
            .collect_view()
    };
    view! {
        <ul class="legend" aria-label=speech.text("legend")>
            {move || legend_item(
                speech.say("frame-free"),
                speech.say("frame-free-explained"),
                "--free",
                Fill::Solid,
            )}
            {move || legend_item(
                speech.say("frame-blocked"),
                speech.say("frame-blocked-explained"),
                "--blocked",
                Fill::Striped,
            )}
            {phases}
        </ul>
    }
}

fn legend_item(name: String, explained: String, color: &'static str, fill: Fill) -> impl IntoView {
    let swatch = match fill {
        Fill::Solid => "swatch",
        Fill::Striped => "swatch swatch--striped",
        Fill::Hatched => "swatch swatch--hatched",
        Fill::Outlined => "swatch swatch--outlined",
    };
    let label = format!("{name}: {explained}");
    view! {
        <li>
            <span class=swatch style:color=format!("var({color})") aria-hidden="true"></span>
            <span class="term" tabindex="0" title=explained aria-label=label role="note">
                {name}
            </span>
        </li>
    }
}

/// The runs of this visit, those of one kind in one line, the newest kind first.
#[component]
fn RunTable(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let groups = Memo::new(move |_| lab.runs.with(|runs| summary::groups(runs)));
    let rows = move || {
        groups.with(|groups| {
            groups
                .iter()
                .rev()
                .map(|group| group_row(speech, group))
                .collect_view()
        })
    };
    let columns = [
        ("column-where", false),
        ("column-engine", false),
        ("column-work", false),
        ("column-total", true),
        ("column-compute", true),
        ("column-speed-up", true),
        ("column-longest", true),
        ("column-blocking", true),
        ("column-interaction", true),
        ("column-check", false),
    ];
    view! {
        <section class="runs" data-testid="runs">
            <h2>{speech.text("runs")}</h2>
            <p class="note">{speech.text("runs-note")}</p>
            <Show
                when=move || groups.with(|groups| !groups.is_empty())
                fallback=move || view! { <p class="empty">{speech.text("runs-empty")}</p> }
            >
                <div class="scroll" tabindex="0" role="region" aria-label=speech.text("runs")>
                    <table>
                        <thead>
                            <tr>
                                {columns
                                    .map(|(name, number)| {
                                        view! {
                                            <th scope="col" class:number=number>
                                                {speech.text(name)}
                                            </th>
                                        }
                                    })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

fn group_row(speech: Speech, group: &Group) -> impl IntoView + use<> {
    let worst = |worst: Option<Worst>| {
        worst.map_or_else(
            || speech.say("no-figure"),
            |worst| words::worst(speech, worst),
        )
    };
    let time = |median: Option<Median>| {
        median.map_or_else(
            || speech.say("no-figure"),
            |median| words::median(speech, median, Quantity::Duration),
        )
    };
    let (total, compute) = (time(group.total), time(group.compute));
    let interaction = match group.interaction {
        Some(Worst { ms, .. }) if ms <= 0.0 => speech.say("interaction-quick"),
        other => worst(other),
    };
    let engine = speech.say(words::engine(group.engine).0);
    let engine = match group.computation.extent() {
        Some(_) if group.place != Place::Main => {
            format!("{engine}, {}", speech.say(words::moving(group.moving).0))
        }
        _ => engine,
    };
    view! {
        <tr
            data-testid=format!("group-{}", group.place.strategy().id())
            data-count=group.total.map_or(0, |total| total.count).to_string()
            data-first-runs=group.first_runs.map_or(0, |first| first.count).to_string()
        >
            <th scope="row">{speech.place(group.place)}</th>
            <td>{engine}</td>
            <td>{speech.work(&group.computation)}</td>
            <td class="number">
                {total}
                <span class="cell-note">{remarks(speech, group)}</span>
            </td>
            <td class="number">{compute}</td>
            <td class="number">{speed_up(speech, group.speed_up)}</td>
            <td class="number">{worst(group.longest_frame)}</td>
            <td class="number">{worst(group.blocking)}</td>
            <td class="number">{interaction}</td>
            <td>{speech.ending(&group.last)}</td>
        </tr>
    }
}

/// What became of first runs, and of runs that do not count.
fn remarks(speech: Speech, group: &Group) -> String {
    let first = group.first_runs.zip(group.total);
    let first = first.map(|(first, total)| run_words::first_runs(speech, first, total.count));
    let failed = (group.failed > 0).then(|| {
        let count = figures::count(speech.locale(), group.failed as u64).into();
        speech.say_with("runs-failed", &[("count", count)])
    });
    let remarks: Vec<String> = first.into_iter().chain(failed).collect();
    remarks.join("; ")
}

fn speed_up(speech: Speech, speed_up: Option<SpeedUp>) -> String {
    match speed_up {
        None => speech.say("no-figure"),
        Some(SpeedUp::Measure) => speech.say("speed-up-measure"),
        Some(SpeedUp::Rounds(ratios)) => words::median(speech, ratios, Quantity::Factor),
        Some(SpeedUp::Apart(factor)) => {
            let factor = figures::quantity(speech, Quantity::Factor, factor).into();
            speech.say_with("speed-up-apart", &[("factor", factor)])
        }
    }
}

fn empty_model(speech: Speech) -> Model {
    Model {
        summary: speech.say("progress"),
        end_ms: LIVE_AXIS_MIN_MS,
        rows: Vec::new(),
    }
}

fn model(speech: Speech, place: Place, picture: &Picture) -> Model {
    let longest_ms = picture
        .frames
        .iter()
        .map(|bar| bar.gap_ms)
        .fold(0.0, f64::max);
    let frames = Row {
        label: speech.say("row-frames"),
        blocks: frame_blocks(speech, &picture.frames),
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
                    caption: format!("{name} {}", figures::duration(speech, span.duration_ms)),
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
                ("total", figures::duration(speech, picture.end_ms).into()),
                ("longest", figures::duration(speech, longest_ms).into()),
            ],
        ),
        end_ms: picture.end_ms,
        rows: std::iter::once(frames).chain(lanes).collect(),
    }
}

fn frame_blocks(speech: Speech, bars: &[presenter::Bar]) -> Vec<Block> {
    let (free, blocked) = (speech.say("frame-free"), speech.say("frame-blocked"));
    let caption = |bar: &presenter::Bar| {
        let duration = figures::duration(speech, bar.gap_ms).into();
        match bar.blocking_ms {
            Some(blocking_ms) => speech.say_with(
                "frame-caption-blocking",
                &[
                    ("duration", duration),
                    ("blocking", figures::duration(speech, blocking_ms).into()),
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
