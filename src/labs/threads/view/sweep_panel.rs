//! The sweep: the same work at many sizes in many places, as a heat map, as curves, as a law.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::Spec;
use leptos::prelude::*;
use protocol::clock::now_ms;
use sampling::Median;
use timeline::Phase;
use wasm_bindgen_futures::spawn_local;

use super::controls::Checked;
use super::experiment::Lab;
use super::{run_words, words};
use crate::compute::{Hooks, Order, RunFailure};
use crate::environment::Environment;
use crate::frames::next_frame;
use crate::labs::failures;
use crate::labs::seed::fresh_seed;
use crate::labs::threads::model::presenter;
use crate::labs::threads::model::scaling::BreakEven;
use crate::labs::threads::model::sweep::{
    Axis, Doubt, LOOKS, NARROW_WITHIN, Pays, Plan, Point, Reading, Sweep, Task, offered,
};
use crate::place::Place;
use crate::ui::choice::{Choice, Choices};
use crate::ui::curves::{self, Curves, Dash, Marker, Series};
use crate::ui::figures::{self, Quantity};
use crate::ui::heatmap::{self, Cell, Heatmap, Shade};
use crate::ui::say::{Speech, use_speech};
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

/// How often a sample is taken until no worker had to be started for it; the last one counts anyhow.
const STARTS_MAX: u32 = 2;

/// The step of the clock where it is not measured: that of pages which are not isolated.
const CLOCK_STEP_MS_UNKNOWN: f64 = 0.1;

/// Points of a modelled curve between one thread and the most.
const MODEL_POINTS: u32 = 48;

#[derive(Clone, Copy)]
struct Panel {
    lab: Lab,
    axis: RwSignal<Axis>,
    sweep: RwSignal<Option<Sweep>>,
    /// The point that is measured just now.
    active: RwSignal<Option<Point>>,
    running: RwSignal<bool>,
    failure: RwSignal<Option<RunFailure>>,
}

/// What one stretch of measuring keeps.
#[derive(Default)]
struct Kept {
    /// Places whose workers are started and warm.
    warm: Vec<usize>,
    /// The picture of each size, for kernels that take one: rounds need all of them over and over.
    pictures: HashMap<usize, Uint8Array>,
}

impl Panel {
    /// Measures what is not known well enough yet, until all is, the time is up or someone stops it.
    async fn go_on(self) {
        let Some(_active) = self.lab.control.begin() else {
            return;
        };
        self.running.set(true);
        self.failure.set(None);
        self.sweep.update(|sweep| {
            if let Some(sweep) = sweep {
                sweep.go_on();
            }
        });
        let mut kept = Kept::default();
        loop {
            // What belongs to a page that is gone is gone too.
            let Some(Some(sweep)) = self.sweep.try_get_untracked() else {
                return;
            };
            let Some(task) = sweep.next() else { break };
            self.active.set(Some(task.point));
            let began_ms = now_ms();
            match self.measure(&sweep, &task, &mut kept).await {
                Ok(elapsed_ms) => {
                    self.sweep.try_update(|sweep| {
                        if let Some(sweep) = sweep {
                            sweep.record(elapsed_ms, now_ms() - began_ms);
                        }
                    });
                }
                Err(RunFailure::Cancelled) => break,
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                    break;
                }
            }
            if self.lab.control.is_stop_asked() {
                break;
            }
        }
        self.active.try_set(None);
        self.running.try_set(false);
    }

    /// Takes one sample: how long all its runs took, in milliseconds.
    async fn measure(self, sweep: &Sweep, task: &Task, kept: &mut Kept) -> Result<f64, RunFailure> {
        let runner = self.lab.runner();
        let (place, at) = (task.place, task.point.place);
        let cancel = self.lab.control.cancel_slot();
        let hooks = Hooks {
            on_cancel: Rc::new(move |handle| *cancel.borrow_mut() = Some(handle)),
            ..Hooks::none()
        };
        // Starting threads is what the first run shows; a sweep is about the work.
        if !kept.warm.contains(&at) {
            if sweep.plan.axis.restarts() {
                kept.warm.clear();
            }
            runner.warm(place, sweep.plan.engine).await?;
            // The first time that a module runs, its code is not optimised yet: the largest size shows
            // it all there is to optimise. The page's own thread is spared that freeze.
            if !task.is_here() {
                let last = sweep.sizes.len() - 1;
                let largest = self
                    .order(sweep, sweep.plan.largest, place, last, kept)
                    .await?;
                runner.run(&largest, &hooks).await?;
            }
            kept.warm.push(at);
        }
        let order = self
            .order(sweep, task.spec, place, task.point.size, kept)
            .await?;
        for _ in 1..STARTS_MAX {
            let (elapsed_ms, is_first) = self.sample(&order, task, &hooks).await?;
            if !is_first {
                return Ok(elapsed_ms);
            }
            // Workers that nobody needed for a while were let go, and have been started anew.
        }
        let (elapsed_ms, _) = self.sample(&order, task, &hooks).await?;
        Ok(elapsed_ms)
    }

    /// Runs a task as often as a sample takes; says, too, whether anything had to be started for it.
    async fn sample(
        self,
        order: &Order,
        task: &Task,
        hooks: &Hooks,
    ) -> Result<(f64, bool), RunFailure> {
        let runner = self.lab.runner();
        // The page shows what is measured before it is kept from showing anything.
        next_frame().await;
        let start_ms = now_ms();
        let (mut is_first, mut here_ms) = (false, 0.0);
        for _ in 0..task.calls {
            if self.lab.control.is_stop_asked() {
                return Err(RunFailure::Cancelled);
            }
            let ran = runner.run(order, hooks).await?;
            let spans = ran.lanes.iter().flat_map(|lane| &lane.spans);
            is_first |= spans
                .clone()
                .any(|span| matches!(span.phase, Phase::Spawn | Phase::Compile));
            here_ms += presenter::extent_of_work(spans);
        }
        // On the page's own thread a run waits for frames first: only its own time counts.
        let elapsed_ms = if task.is_here() {
            here_ms
        } else {
            now_ms() - start_ms
        };
        Ok((elapsed_ms, is_first))
    }

    /// What is to be run, with its picture where it takes one.
    async fn order(
        self,
        sweep: &Sweep,
        spec: Spec,
        place: Place,
        size: usize,
        kept: &mut Kept,
    ) -> Result<Order, RunFailure> {
        let moving = sweep.plan.moving;
        let picture = match kept.pictures.get(&size) {
            Some(picture) => Some(picture.clone()),
            None => self.lab.runner().picture(spec, None, moving).await?,
        };
        if let Some(picture) = &picture {
            kept.pictures.insert(size, picture.clone());
        }
        Ok(Order {
            spec,
            engine: sweep.plan.engine,
            place,
            moving,
            fault: None,
            picture,
        })
    }
}

/// From which size on does it pay, and how far do threads scale?
#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
pub(in crate::labs::threads) fn view(lab: Lab, experiment: Checked) -> AnyView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let panel = Panel {
        lab,
        axis: RwSignal::new(Axis::Places),
        sweep: RwSignal::new(None),
        active: RwSignal::new(None),
        running: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    on_cleanup(move || {
        if panel.running.get_untracked() {
            lab.control.stop();
        }
    });
    let start = move |_| {
        let Ok(experiment) = experiment.get_untracked() else {
            return;
        };
        let clock_step_us = environment.clock_step_us.get_untracked();
        panel.sweep.set(Some(Sweep::new(Plan {
            axis: panel.axis.get_untracked(),
            largest: experiment.computation,
            engine: experiment.engine,
            moving: experiment.moving,
            places: experiment.places,
            cores: environment.cores,
            clock_step_ms: clock_step_us.map_or(CLOCK_STEP_MS_UNKNOWN, |step| step / 1_000.0),
            seed: fresh_seed(),
        })));
        spawn_local(panel.go_on());
    };
    let go_on = move |_| spawn_local(panel.go_on());
    let left = Memo::new(move |_| {
        panel
            .sweep
            .with(|sweep| sweep.as_ref().is_some_and(|sweep| !sweep.is_complete()))
    });
    let choices = Signal::derive(move || axis_choices(speech, experiment));
    let can_start = Signal::derive(move || {
        let axis = panel.axis.get();
        !lab.busy.get()
            && experiment.with(|experiment| {
                experiment.as_ref().is_ok_and(|experiment| {
                    offered(axis, &experiment.computation, experiment.engine)
                })
            })
    });
    let state = move || {
        panel.sweep.with(|sweep| {
            sweep.as_ref().map_or_else(
                || speech.say("sweep-none-yet"),
                |sweep| progress(speech, sweep, panel.running.get()),
            )
        })
    };
    let has_points = Memo::new(move |_| {
        panel
            .sweep
            .with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.counts().is_some()))
    });
    let scales = Memo::new(move |_| {
        panel.sweep.with(|sweep| {
            sweep
                .as_ref()
                .and_then(Sweep::scaling)
                .is_some_and(|(_, points)| points.len() > 1)
        })
    });
    let cores = environment.cores;
    let times = Signal::derive(move || {
        panel.sweep.with(|sweep| match sweep {
            Some(sweep) => time_curves(speech, sweep),
            None => no_curves(speech),
        })
    });
    let speed_ups = Signal::derive(move || {
        panel.sweep.with(|sweep| match sweep {
            Some(sweep) => speed_up_curves(speech, sweep, cores),
            None => no_curves(speech),
        })
    });
    let heat = Signal::derive(move || {
        panel
            .sweep
            .with(|sweep| heat_map(speech, sweep.as_ref(), panel.active.get()))
    });
    let done = move || {
        panel
            .sweep
            .with(|sweep| sweep.as_ref().map_or(0, |sweep| sweep.progress().samples))
    };
    let seed = move || {
        panel
            .sweep
            .with(|sweep| sweep.as_ref().map(|sweep| sweep.plan.seed.to_string()))
    };
    view! {
        <div
            class="sweep__body"
            data-testid="sweep"
            data-done=move || done().to_string()
            data-running=move || panel.running.get().to_string()
            data-left=move || left.get().to_string()
            data-seed=seed
        >
            <p class="note">
                {move || speech.say_with(
                    "sweep-note",
                    &[
                        ("within", percent(speech, NARROW_WITHIN).into()),
                        ("most", samples_max(speech).into()),
                    ],
                )}
            </p>
            <Choices
                name="axis"
                legend=speech.text("sweep-axis")
                choices
                is_chosen=Callback::new(move |id| panel.axis.get().id() == id)
                on_change=Callback::new(move |(id, _): (&str, bool)| {
                    if let Some(axis) = Axis::ALL.into_iter().find(|axis| axis.id() == id) {
                        panel.axis.set(axis);
                    }
                })
                error=Signal::stored(None::<String>)
            />
            <div class="pool__buttons">
                <button type="button" id="sweep-start" disabled=move || !can_start.get() on:click=start>
                    {speech.text("sweep-start")}
                </button>
                <button
                    type="button"
                    id="sweep-stop"
                    disabled=move || !panel.running.get()
                    on:click=move |_| lab.control.stop()
                >
                    {speech.text("sweep-stop")}
                </button>
                <button
                    type="button"
                    id="sweep-go-on"
                    disabled=move || lab.busy.get() || !left.get()
                    on:click=go_on
                >
                    {speech.text("sweep-go-on")}
                </button>
            </div>
            <p class="sweep__state" data-testid="sweep-state" role="status">
                {state}
            </p>
            <p class="field__error" role="alert">
                {move || panel.failure.with(|failure| {
                    Some(failures::run_failure(speech.locale(), failure.as_ref()?))
                })}
            </p>
            <Show when=move || has_points.get()>
                <p class="finding" data-testid="sweep-finding">
                    {move || panel.sweep.with(|sweep| {
                        sweep.as_ref().map_or_else(String::new, |sweep| sweep_finding(speech, sweep))
                    })}
                </p>
                <Heatmap model=heat file_name="perf-playground-sweep".to_owned() />
                <Curves model=times file_name="perf-playground-sweep-times".to_owned() />
                <Show when=move || scales.get()>
                    <Curves model=speed_ups file_name="perf-playground-sweep-speed-up".to_owned() />
                </Show>
            </Show>
        </div>
    }
    .into_any()
}

fn axis_choices(speech: Speech, experiment: Checked) -> Vec<Choice> {
    experiment.with(|experiment| {
        Axis::ALL
            .into_iter()
            .map(|axis| {
                let (label, explanation) = run_words::axis(axis);
                let can = experiment.as_ref().is_ok_and(|experiment| {
                    offered(axis, &experiment.computation, experiment.engine)
                });
                Choice {
                    id: axis.id(),
                    label: speech.say(label),
                    explanation: speech.say(explanation),
                    refusal: (!can).then(|| speech.say("sweep-refusal")),
                }
            })
            .collect()
    })
}

fn percent(speech: Speech, share: f64) -> String {
    figures::number(speech.locale(), share * 100.0, 0)
}

/// The most samples of a point.
fn samples_max(speech: Speech) -> String {
    figures::count(speech.locale(), LOOKS[LOOKS.len() - 1] as u64)
}

fn progress(speech: Speech, sweep: &Sweep, running: bool) -> String {
    let progress = sweep.progress();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    speech.say_with(
        if running {
            "sweep-running"
        } else if sweep.is_complete() {
            "sweep-done"
        } else if sweep.is_time_up() {
            "sweep-time-is-up"
        } else {
            "sweep-stopped"
        },
        &[
            ("work", speech.work(&sweep.plan.largest).into()),
            ("samples", count(progress.samples)),
            ("narrow", count(progress.narrow)),
            ("points", count(progress.points)),
            ("within", percent(speech, NARROW_WITHIN).into()),
            ("most", samples_max(speech).into()),
            ("left", figures::duration(speech, progress.left_ms).into()),
        ],
    )
}

/// What the points show, in a sentence for each place.
fn sweep_finding(speech: Speech, sweep: &Sweep) -> String {
    if sweep.plan.axis != Axis::Places {
        return law_finding(speech, sweep);
    }
    let pays = sweep.pays();
    if sweep.plan.places.len() < 2 {
        return speech.say("pays-unknown");
    }
    if pays.is_empty() {
        return speech.say("pays-not-yet");
    }
    let sentences: Vec<String> = pays
        .iter()
        .map(|pays| pays_sentence(speech, sweep, pays))
        .collect();
    sentences.join(" ")
}

fn pays_sentence(speech: Speech, sweep: &Sweep, pays: &Pays) -> String {
    let place = |index: usize| speech.place(sweep.plan.places[index]).into();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let (place, first) = (("where", place(pays.place)), ("first", place(0)));
    let of_rounds = [
        ("alike", count(pays.alike)),
        ("count", count(pays.rounds.map_or(0, |rounds| rounds.count))),
    ];
    let by_medians = |name: &str| {
        let [alike, all] = of_rounds;
        let name = if pays.is_open() { "pays-open" } else { name };
        speech.say_with(name, &[place.clone(), first.clone(), alike, all])
    };
    match pays.from {
        BreakEven::Always => by_medians("pays-always"),
        BreakEven::Never => by_medians("pays-never"),
        BreakEven::From(size) => {
            let number = |size: f64| figures::quantity(speech, Quantity::Number, size);
            let (least, most) = ends(sweep);
            let end = |size: f64| {
                if size < least {
                    speech.say_with("pays-below", &[("size", number(least).into())])
                } else if size > most {
                    speech.say_with("pays-above", &[("size", number(most).into())])
                } else {
                    number(size)
                }
            };
            speech.say_with(
                "pays-from",
                &[
                    place,
                    first,
                    ("size", number(size).into()),
                    ("rounds", by_rounds(speech, pays.rounds, end).into()),
                ],
            )
        }
    }
}

/// The least and the largest size.
fn ends(sweep: &Sweep) -> (f64, f64) {
    let end = |size: Option<&u64>| size.map_or(0.0, |size| *size as f64);
    (end(sweep.sizes.first()), end(sweep.sizes.last()))
}

/// What rounds give each by itself, of a figure that comes from medians.
fn by_rounds(speech: Speech, rounds: Option<Median>, write: impl Fn(f64) -> String) -> String {
    let Some(rounds) = rounds else {
        return speech.say("rounds-none");
    };
    if rounds.count == 1 {
        return speech.say("rounds-one");
    }
    speech.say_with(
        if rounds.interval().is_some() {
            "rounds-interval"
        } else {
            "rounds-few"
        },
        &[
            ("low", write(rounds.low).into()),
            ("high", write(rounds.high).into()),
            (
                "count",
                figures::count(speech.locale(), rounds.count as u64).into(),
            ),
        ],
    )
}

fn law_finding(speech: Speech, sweep: &Sweep) -> String {
    let (Some((size, _)), Some(laws)) = (sweep.scaling(), sweep.laws()) else {
        return speech.say("law-unknown");
    };
    let percent = |share: f64| figures::number(speech.locale(), share * 100.0, 1);
    let rounds = |of: Option<Median>| by_rounds(speech, of, percent).into();
    let number = |figure: f64| figures::quantity(speech, Quantity::Number, figure).into();
    let mut sentences = Vec::new();
    if let Ok(law) = laws.amdahl {
        sentences.push(speech.say_with(
            "law-amdahl",
            &[
                ("serial", percent(law.serial).into()),
                ("rounds", rounds(laws.serial)),
                ("fit", number(law.r_squared)),
                ("size", figures::count(speech.locale(), size).into()),
            ],
        ));
    }
    if let Ok(law) = laws.universal {
        let name = if law.peak().is_some() {
            "law-universal-peak"
        } else {
            "law-universal"
        };
        sentences.push(speech.say_with(
            name,
            &[
                ("contention", percent(law.contention).into()),
                ("contention-rounds", rounds(laws.contention)),
                ("coherence", percent(law.coherence).into()),
                ("coherence-rounds", rounds(laws.coherence)),
                ("fit", number(law.r_squared)),
                ("peak", number(law.peak().unwrap_or(0.0))),
            ],
        ));
    }
    if sentences.is_empty() {
        speech.say("law-unknown")
    } else {
        sentences.join(" ")
    }
}

/// All that is known of a point: the median with its interval and count, how many runs make a sample,
/// and what there is to say against it.
fn reading(speech: Speech, reading: &Reading) -> String {
    let mut text = if reading.median.count == 1 {
        let time = figures::duration(speech, reading.median.median).into();
        speech.say_with("sweep-one", &[("time", time)])
    } else {
        words::median(speech, reading.median, Quantity::Duration)
    };
    if reading.batch > 1 {
        let batch = figures::count(speech.locale(), u64::from(reading.batch)).into();
        text.push_str(&speech.say_with("sweep-batch", &[("batch", batch)]));
    }
    match reading.doubt {
        Some(Doubt::Saturated) => text.push_str(&speech.say("sweep-saturated")),
        Some(Doubt::Short) => text.push_str(&speech.say("sweep-short")),
        None => {}
    }
    text
}

fn heat_map(speech: Speech, sweep: Option<&Sweep>, active: Option<Point>) -> heatmap::Model {
    let locale = speech.locale();
    let (sizes, places) = sweep.map_or((&[][..], &[][..]), |sweep| {
        (&sweep.sizes, &sweep.plan.places)
    });
    let cell = |point: Point| {
        let (sweep, of) = (sweep?, sweep?.reading(point)?);
        let time = figures::duration(speech, of.median.median);
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

fn no_curves(speech: Speech) -> curves::Model {
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

fn time_curves(speech: Speech, sweep: &Sweep) -> curves::Model {
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
fn speed_up_curves(speech: Speech, sweep: &Sweep, cores: u32) -> curves::Model {
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
