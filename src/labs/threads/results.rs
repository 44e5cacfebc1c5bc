//! The lab's views: the pictures of the last runs, what they show, and the table of all runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use kernels::{Engine, Outcome, Spec, Strategy};
use leptos::prelude::*;
use timeline::{Lane, Phase, Thread};

use super::controls::{engine_name, strategy_name};
use super::experiment::{Lab, Live};
use super::presenter::{self, Check, Ending, Finding, Liveliness, Picture, Run, finding, picture};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::timeline::{Block, Fill, Model, Row, Timeline};

/// A frame of this length or more fills its row from bottom to top.
const FRAME_FULL_MS: f64 = 100.0;

/// The axis of a run under way ends no sooner than this, so that it does not jump at the start.
const LIVE_AXIS_MIN_MS: f64 = 1_000.0;

/// One sentence that states what the last runs show.
#[component]
pub(super) fn FindingLine(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let sentence = move || {
        if let Some(live) = lab.live.get() {
            return running_sentence(speech, &live);
        }
        lab.batch.with(|runs| {
            if runs.is_empty() {
                speech.say("finding-none-yet")
            } else {
                finding_sentence(speech, runs)
            }
        })
    };
    view! {
        <p class="finding" data-testid="finding" role="status">
            {sentence}
        </p>
    }
}

fn running_sentence(speech: Speech, live: &Live) -> String {
    match live.strategy {
        Strategy::Main => speech.say("running-main"),
        Strategy::Worker => speech.say("running-worker"),
    }
}

fn finding_sentence(speech: Speech, runs: &[Run]) -> String {
    let time = |ms| figures::duration(speech, ms).into();
    match finding(runs) {
        Finding::Froze { longest_ms } => {
            speech.say_with("finding-froze", &[("longest", time(longest_ms))])
        }
        Finding::Alive {
            compute_ms,
            longest_ms,
        } => speech.say_with(
            "finding-alive",
            &[("compute", time(compute_ms)), ("longest", time(longest_ms))],
        ),
        Finding::Both {
            froze_ms,
            longest_ms,
            compute_ms,
        } => speech.say_with(
            "finding-both",
            &[
                ("froze", time(froze_ms)),
                ("longest", time(longest_ms)),
                ("compute", time(compute_ms)),
            ],
        ),
        Finding::Hitched { longest_ms } => {
            speech.say_with("finding-hitched", &[("longest", time(longest_ms))])
        }
        Finding::TooShort { compute_ms } => {
            speech.say_with("finding-too-short", &[("compute", time(compute_ms))])
        }
        Finding::Hidden => speech.say("finding-hidden"),
        Finding::Wrong => speech.say("finding-wrong"),
        Finding::Nothing => speech.say("finding-nothing"),
    }
}

/// The run under way, with its progress.
#[component]
pub(super) fn LiveRun(lab: Lab) -> impl IntoView {
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
                    let picture =
                        picture(live.start_ms, last_ms, &[], &live.frames, LIVE_AXIS_MIN_MS);
                    model(speech, live.strategy, &picture)
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
            live.as_ref().map_or_else(String::new, |live| {
                speech.say(strategy_title(live.strategy))
            })
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
                    aria-label=move || speech.say("progress")
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
pub(super) fn RunPanel(run: Run, batch_end_ms: f64) -> impl IntoView {
    let speech = use_speech();
    let run = StoredValue::new(run);
    let (strategy, number) = run.with_value(|run| (run.strategy, run.number));
    let (compute, longest_ms) = run.with_value(|run| (run.compute_span(), run.longest_frame_ms()));
    let model = Signal::derive(move || {
        run.with_value(|run| {
            let lanes = with_both_lanes(&run.lanes);
            let picture = picture(run.start_ms, run.end_ms, &lanes, &run.frames, batch_end_ms);
            model(speech, run.strategy, &picture)
        })
    });
    let verdict = move || {
        run.with_value(|run| match run.liveliness() {
            Some(Liveliness::Blocked) => ("badge badge--blocked", speech.say("blocked")),
            Some(Liveliness::Hitched) => ("badge", speech.say("hitched")),
            Some(Liveliness::Free) => ("badge badge--free", speech.say("free")),
            None => ("badge", speech.say("void")),
        })
    };
    view! {
        <section
            class="run"
            data-testid=format!("run-{}", strategy.id())
            // Unrounded, for whoever reads the page by a program.
            data-compute-start-ms=compute.map(|span| span.start_ms.to_string())
            data-compute-ms=compute.map(|span| span.duration_ms.to_string())
            data-longest-frame-ms=longest_ms.map(|ms| ms.to_string())
        >
            <header class="run__head">
                <h2>{move || speech.say(strategy_title(strategy))}</h2>
                <span class=move || verdict().0>{move || verdict().1}</span>
                <p class="run__result" data-testid="result">
                    {move || run.with_value(|run| ending(speech, run))}
                </p>
            </header>
            <Timeline model file_name=format!("perf-playground-run-{number}") />
        </section>
    }
}

/// Colours and fillings, each with its word.
#[component]
pub(super) fn Legend() -> impl IntoView {
    let speech = use_speech();
    let phases = move || {
        Phase::ALL
            .into_iter()
            .map(|phase| {
                let (name, explained, color, fill) = phase_look(phase);
                legend_item(speech.say(name), speech.say(explained), color, fill)
            })
            .collect_view()
    };
    view! {
        <ul class="legend" aria-label=move || speech.say("legend")>
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
                Fill::Solid,
            )}
            {phases}
        </ul>
    }
}

fn legend_item(name: String, explained: String, color: &'static str, fill: Fill) -> impl IntoView {
    let swatch = match fill {
        Fill::Solid => "swatch",
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

/// Every run of this visit, the newest first.
#[component]
pub(super) fn RunTable(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let rows = move || {
        lab.runs
            .get()
            .into_iter()
            .rev()
            .map(|run| run_row(speech, &run))
            .collect_view()
    };
    let columns = [
        ("column-run", true),
        ("column-where", false),
        ("column-engine", false),
        ("column-work", false),
        ("column-compute", true),
        ("column-total", true),
        ("column-longest", true),
        ("column-blocking", true),
        ("column-check", false),
    ];
    view! {
        <section class="runs" data-testid="runs">
            <h2>{move || speech.say("runs")}</h2>
            <p class="note">{move || speech.say("runs-note")}</p>
            <Show
                when=move || lab.runs.with(|runs| !runs.is_empty())
                fallback=move || view! { <p class="empty">{move || speech.say("runs-empty")}</p> }
            >
                <div class="scroll" tabindex="0" role="region" aria-label=move || speech.say("runs")>
                    <table>
                        <thead>
                            <tr>
                                {columns
                                    .map(|(name, number)| {
                                        view! {
                                            <th scope="col" class:number=number>
                                                {move || speech.say(name)}
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

fn run_row(speech: Speech, run: &Run) -> impl IntoView + use<> {
    let locale = speech.locale();
    let time = |ms: Option<f64>| {
        ms.map_or_else(
            || speech.say("no-figure"),
            |ms| figures::duration(speech, ms),
        )
    };
    let longest = if run.hidden {
        speech.say("void-hidden")
    } else {
        time(run.longest_frame_ms())
    };
    let blocking = if run.long_frames.is_empty() {
        speech.say("no-figure")
    } else {
        let total: f64 = run.long_frames.iter().map(|frame| frame.blocking_ms).sum();
        figures::duration(speech, total)
    };
    let work = speech.say_with(
        "work-primes",
        &[
            ("size", figures::count(locale, run.computation.size).into()),
            (
                "rounds",
                figures::count(locale, u64::from(run.computation.rounds)).into(),
            ),
        ],
    );
    view! {
        <tr>
            <th scope="row" class="number">{figures::count(locale, u64::from(run.number))}</th>
            <td>{speech.say(strategy_name(run.strategy))}</td>
            <td>{speech.say(engine_name(run.engine))}</td>
            <td>{work}</td>
            <td class="number">{time(run.compute_ms())}</td>
            <td class="number">{time(Some(run.total_ms()))}</td>
            <td class="number">{longest}</td>
            <td class="number">{blocking}</td>
            <td>{ending(speech, run)}</td>
        </tr>
    }
}

/// What came out of a run, and whether it is right.
fn ending(speech: Speech, run: &Run) -> String {
    let locale = speech.locale();
    match &run.ending {
        Ending::Cancelled => speech.say("ending-cancelled"),
        Ending::Failed(message) => {
            speech.say_with("ending-failed", &[("message", message.as_str().into())])
        }
        Ending::Finished {
            outcome: Outcome::Primes(primes),
            check,
        } => {
            let result = speech.say_with(
                "result-primes",
                &[("count", figures::count(locale, primes.count).into())],
            );
            let check = match check {
                Check::Pending => speech.say("check-pending"),
                Check::Agrees => speech.say("check-agrees"),
                Check::Differs(error) => speech.say_with(
                    "check-differs",
                    &[
                        ("what", error.what.as_str().into()),
                        ("found", error.found.as_str().into()),
                        ("expected", error.expected.as_str().into()),
                    ],
                ),
                Check::Failed(message) => {
                    speech.say_with("check-failed", &[("message", message.as_str().into())])
                }
            };
            format!("{result} {check}")
        }
    }
}

/// Both threads have a lane, even one that did nothing: its emptiness is the point.
fn with_both_lanes(lanes: &[Lane]) -> Vec<Lane> {
    let of = |thread: Thread| {
        lanes
            .iter()
            .find(|lane| lane.thread == thread)
            .cloned()
            .unwrap_or_else(|| Lane::new(thread, Vec::new()))
    };
    let worker = lanes
        .iter()
        .map(|lane| lane.thread)
        .find(|thread| *thread != Thread::Main)
        .unwrap_or(Thread::Worker(0));
    vec![of(Thread::Main), of(worker)]
}

fn empty_model(speech: Speech) -> Model {
    Model {
        summary: speech.say("progress"),
        end_ms: LIVE_AXIS_MIN_MS,
        rows: Vec::new(),
    }
}

fn model(speech: Speech, strategy: Strategy, picture: &Picture) -> Model {
    let longest_ms = picture
        .frames
        .iter()
        .map(|bar| bar.gap_ms)
        .fold(0.0, f64::max);
    let frames = Row {
        label: speech.say("row-frames"),
        blocks: frame_blocks(speech, &picture.frames),
    };
    let lanes = picture.lanes.iter().map(|lane| Row {
        label: match lane.thread {
            Thread::Main => speech.say("row-main"),
            Thread::Worker(slot) => {
                speech.say_with("row-worker", &[("number", (slot + 1).to_string().into())])
            }
        },
        blocks: lane
            .spans
            .iter()
            .map(|span| {
                let (name, _, color, fill) = phase_look(span.phase);
                let name = speech.say(name);
                Block {
                    start_ms: span.start_ms,
                    duration_ms: span.duration_ms,
                    height: 1.0,
                    color,
                    fill,
                    caption: format!("{name} {}", figures::duration(speech, span.duration_ms)),
                    name,
                    readable: true,
                }
            })
            .collect(),
    });
    Model {
        summary: speech.say_with(
            "timeline-summary",
            &[
                ("where", speech.say(strategy_name(strategy)).into()),
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
    let caption = |gap_ms| {
        let duration = figures::duration(speech, gap_ms);
        speech.say_with("frame-caption", &[("duration", duration.into())])
    };
    bars.iter()
        .map(|bar| Block {
            start_ms: bar.start_ms,
            duration_ms: bar.gap_ms,
            height: bar.gap_ms / FRAME_FULL_MS,
            color: if bar.long { "--blocked" } else { "--free" },
            fill: Fill::Solid,
            caption: if bar.long {
                caption(bar.gap_ms)
            } else {
                String::new()
            },
            name: if bar.long {
                blocked.clone()
            } else {
                free.clone()
            },
            readable: bar.long,
        })
        .collect()
}

/// A phase's name, explanation, colour and filling.
const fn phase_look(phase: Phase) -> (&'static str, &'static str, &'static str, Fill) {
    match phase {
        Phase::Spawn => (
            "phase-spawn",
            "phase-spawn-explained",
            "--series-1",
            Fill::Hatched,
        ),
        Phase::Compile => (
            "phase-compile",
            "phase-compile-explained",
            "--series-2",
            Fill::Solid,
        ),
        Phase::Queue => (
            "phase-queue",
            "phase-queue-explained",
            "--series-3",
            Fill::Outlined,
        ),
        Phase::Transfer => (
            "phase-transfer",
            "phase-transfer-explained",
            "--series-4",
            Fill::Hatched,
        ),
        Phase::Compute => (
            "phase-compute",
            "phase-compute-explained",
            "--series-5",
            Fill::Solid,
        ),
        Phase::Return => (
            "phase-return",
            "phase-return-explained",
            "--series-6",
            Fill::Hatched,
        ),
    }
}

const fn strategy_title(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Main => "title-main",
        Strategy::Worker => "title-worker",
    }
}

/// What the runs of a batch have in common, as a headline.
#[component]
pub(super) fn BatchTitle(engine: Engine, computation: Spec) -> impl IntoView {
    let speech = use_speech();
    let title = move || {
        let locale = speech.locale();
        let work = speech.say_with(
            "work-primes",
            &[
                ("size", figures::count(locale, computation.size).into()),
                (
                    "rounds",
                    figures::count(locale, u64::from(computation.rounds)).into(),
                ),
            ],
        );
        format!("{work} · {}", speech.say(engine_name(engine)))
    };
    view! { <p class="batch-title">{title}</p> }
}
