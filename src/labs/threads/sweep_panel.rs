//! The sweep: the same work at many sizes in many places, as a heat map, as curves, as a law.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::rc::Rc;

use kernels::Strategy;
use leptos::prelude::*;
use protocol::clock::now_ms;
use wasm_bindgen_futures::spawn_local;

use super::controls::Checked;
use super::experiment::Lab;
use super::scaling::{BreakEven, Measured};
use super::sweep::{Axis, Point, REPEATS, Sweep, offered};
use super::words;
use crate::environment::Environment;
use crate::frames::next_frame;
use crate::place::Place;
use crate::runner::{Cancel, Hooks, Order, RunFailure};
use crate::ui::choice::{Choice, Choices};
use crate::ui::curves::{self, Curves, Dash, Marker, Series};
use crate::ui::figures::{self, Quantity};
use crate::ui::grid::{self, By, Cell, Shade};
use crate::ui::heatmap::Heatmap;
use crate::ui::say::{Speech, use_speech};
use crate::ui::scale::Kind;

/// Colours and shapes of curves, each told apart by both.
const LOOKS: [(&str, Marker); 6] = [
    ("--series-5", Marker::Circle),
    ("--series-6", Marker::Square),
    ("--series-3", Marker::Triangle),
    ("--series-1", Marker::Diamond),
    ("--series-2", Marker::Circle),
    ("--series-7", Marker::Square),
];

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
    stopped: StoredValue<bool>,
    failure: RwSignal<Option<String>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
}

impl Panel {
    /// Measures what is not measured yet, until all is or someone stops it.
    async fn go_on(self) {
        self.running.set(true);
        self.lab.busy.set(true);
        self.failure.set(None);
        self.stopped.set_value(false);
        let mut warm: Option<Place> = None;
        loop {
            // What belongs to a page that is gone is gone too.
            let Some(Some(sweep)) = self.sweep.try_get_untracked() else {
                return;
            };
            let Some(point) = sweep.next() else { break };
            self.active.set(Some(point));
            match self.measure(&sweep, point, &mut warm).await {
                Ok(time_ms) => {
                    self.sweep.try_update(|sweep| {
                        if let Some(sweep) = sweep {
                            sweep.record(point, time_ms);
                        }
                    });
                }
                Err(RunFailure::Cancelled) => break,
                Err(RunFailure::Failed(message)) => {
                    self.failure.try_set(Some(message));
                    break;
                }
            }
            if self.stopped.try_get_value() != Some(false) {
                break;
            }
        }
        self.active.try_set(None);
        self.running.try_set(false);
        self.lab.busy.try_set(false);
    }

    async fn measure(
        self,
        sweep: &Sweep,
        point: Point,
        warm: &mut Option<Place>,
    ) -> Result<f64, RunFailure> {
        let (spec, place) = sweep.at(point);
        let runner = self.lab.runner();
        let order = Order {
            spec,
            engine: sweep.engine,
            place,
            moving: sweep.moving,
            fault: None,
            picture: runner.picture(spec, None, sweep.moving).await?,
        };
        let cancel = self.cancel;
        let hooks = Hooks {
            on_cancel: Rc::new(move |handle| {
                cancel.try_set_value(Some(handle));
            }),
            ..Hooks::none()
        };
        // Starting threads is what the first run shows; a sweep is about the work. The first time
        // that a module runs, its code is not optimised yet either.
        if *warm != Some(place) {
            runner.warm(place, sweep.engine).await?;
            if place.strategy() != Strategy::Main {
                runner.run(&order, &hooks).await?;
            }
            *warm = Some(place);
        }
        // The page shows what is measured before it is kept from showing anything.
        next_frame().await;
        let start_ms = now_ms();
        let ran = runner.run(&order, &hooks).await?;
        // On the main thread a run waits for two frames first, so that only its own time counts.
        Ok(if place == Place::Main {
            ran.lanes
                .iter()
                .map(|lane| lane.total_ms(timeline::Phase::Compute))
                .sum()
        } else {
            now_ms() - start_ms
        })
    }

    fn stop(self) {
        self.stopped.set_value(true);
        let cancel = self.cancel.with_value(Option::clone);
        if let Some(cancel) = cancel {
            cancel();
        }
    }
}

/// From which size on does it pay, and how far do threads scale?
#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
pub(super) fn view(lab: Lab, experiment: Checked) -> AnyView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let panel = Panel {
        lab,
        axis: RwSignal::new(Axis::Places),
        sweep: RwSignal::new(None),
        active: RwSignal::new(None),
        running: RwSignal::new(false),
        stopped: StoredValue::new(false),
        failure: RwSignal::new(None),
        cancel: StoredValue::new_local(None),
    };
    on_cleanup(move || {
        if panel.running.get_untracked() {
            panel.stop();
        }
    });
    let start = move |_| {
        let Ok(experiment) = experiment.get_untracked() else {
            return;
        };
        panel.sweep.set(Some(Sweep::new(
            panel.axis.get_untracked(),
            experiment.computation,
            experiment.engine,
            experiment.moving,
            environment.cores,
            &experiment.places,
        )));
        spawn_local(panel.go_on());
    };
    let go_on = move |_| spawn_local(panel.go_on());
    let left = Memo::new(move |_| {
        panel
            .sweep
            .with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.next().is_some()))
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
            .with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.progress().0 > 0))
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
            .with(|sweep| sweep.as_ref().map_or(0, |sweep| sweep.progress().0))
    };
    view! {
        <div
            class="sweep__body"
            data-testid="sweep"
            data-done=move || done().to_string()
            data-running=move || panel.running.get().to_string()
        >
            <p class="note">{speech.text("sweep-note")}</p>
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
                    on:click=move |_| panel.stop()
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
            <p class="field__error" role="alert">{move || panel.failure.get()}</p>
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
                let (label, explanation) = words::axis(axis);
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

fn progress(speech: Speech, sweep: &Sweep, running: bool) -> String {
    let (done, all) = sweep.progress();
    let count = |figure: usize| figures::count(speech.locale(), figure as u64).into();
    let left = sweep.left_ms().unwrap_or(0.0);
    speech.say_with(
        match (running, done == all) {
            (true, _) => "sweep-running",
            (false, true) => "sweep-done",
            (false, false) => "sweep-stopped",
        },
        &[
            ("done", count(done)),
            ("all", count(all)),
            ("left", figures::duration(speech, left).into()),
            ("repeats", count(REPEATS)),
            ("work", speech.work(&sweep.largest).into()),
        ],
    )
}

/// What the points show, in a sentence for each place.
fn sweep_finding(speech: Speech, sweep: &Sweep) -> String {
    if let Some((size, points)) = sweep.scaling() {
        return law_finding(speech, size, &points);
    }
    let Some(first) = sweep.places.first() else {
        return String::new();
    };
    let first: String = speech.place(*first);
    let sentences: Vec<String> = sweep
        .pays()
        .into_iter()
        .map(|pays| {
            let place = speech.place(sweep.places[pays.place]);
            let args = [("where", place.into()), ("first", first.clone().into())];
            match pays.from {
                BreakEven::Always => speech.say_with("pays-always", &args),
                BreakEven::Never => speech.say_with("pays-never", &args),
                BreakEven::From(size) => {
                    let [place, first] = args;
                    let size = figures::quantity(speech, Quantity::Number, size).into();
                    speech.say_with("pays-from", &[place, first, ("size", size)])
                }
            }
        })
        .collect();
    if sentences.is_empty() {
        speech.say("pays-unknown")
    } else {
        sentences.join(" ")
    }
}

fn law_finding(speech: Speech, size: u64, points: &[Measured]) -> String {
    let (amdahl, universal) = Sweep::laws(points);
    let percent = |share: f64| figures::number(speech.locale(), share * 100.0, 1).into();
    let number = |figure: f64| figures::quantity(speech, Quantity::Number, figure).into();
    let mut sentences = Vec::new();
    if let Ok(law) = amdahl {
        sentences.push(speech.say_with(
            "law-amdahl",
            &[
                ("serial", percent(law.serial)),
                ("fit", number(law.r_squared)),
                ("size", figures::count(speech.locale(), size).into()),
            ],
        ));
    }
    if let Ok(law) = universal {
        let name = if law.peak().is_some() {
            "law-universal-peak"
        } else {
            "law-universal"
        };
        sentences.push(speech.say_with(
            name,
            &[
                ("contention", percent(law.contention)),
                ("coherence", percent(law.coherence)),
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

fn heat_map(speech: Speech, sweep: Option<&Sweep>, active: Option<Point>) -> grid::Model {
    let locale = speech.locale();
    let (sizes, places) = sweep.map_or((&[][..], &[][..]), |sweep| (&sweep.sizes, &sweep.places));
    let mut cells: Vec<Vec<Option<Cell>>> = (0..places.len())
        .map(|place| {
            (0..sizes.len())
                .map(|size| {
                    let median = sweep?.median(Point { place, size })?;
                    Some(Cell {
                        value: median.ms,
                        text: figures::duration(speech, median.ms),
                        mark: None,
                    })
                })
                .collect()
        })
        .collect();
    grid::mark_best(&mut cells, By::Column, false, &speech.say("sweep-best"));
    grid::Model {
        summary: speech.say("sweep-heat"),
        title: speech.say("sweep-heat"),
        x_title: speech.say("size"),
        x_labels: sizes
            .iter()
            .map(|size| figures::count(locale, *size))
            .collect(),
        y_title: speech.say("column-where"),
        y_labels: places.iter().map(|place| speech.place(*place)).collect(),
        cells,
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
        .places
        .iter()
        .enumerate()
        .map(|(place, of)| {
            let (color, marker) = LOOKS[place % LOOKS.len()];
            let points = (0..sweep.sizes.len())
                .filter_map(|size| {
                    let median = sweep.median(Point { place, size })?;
                    let (low, high) = median.interval.unwrap_or((median.ms, median.ms));
                    Some(curves::Point {
                        x: sweep.sizes[size] as f64,
                        y: median.ms,
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
    let references = if sweep.axis == Axis::Places {
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
                        ("where", speech.place(sweep.places[pays.place]).into()),
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
        y: axis(speech.say("sweep-time"), Kind::Log, Quantity::Duration),
        series,
        references,
    }
}

/// Speed-up by the number of threads: measured, as it would ideally be, and as the laws have it.
fn speed_up_curves(speech: Speech, sweep: &Sweep, cores: u32) -> curves::Model {
    let (_, points) = sweep.scaling().unwrap_or_default();
    let one_ms = points
        .iter()
        .find(|point| point.threads == 1)
        .map_or(1.0, |point| point.time_ms);
    let most = points.iter().map(|point| point.threads).max().unwrap_or(1);
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
            .map(|point| curves::Point::exact(f64::from(point.threads), one_ms / point.time_ms))
            .collect(),
    }];
    let (amdahl, universal) = Sweep::laws(&points);
    if let Ok(fit) = amdahl {
        series.push(law(
            "law-amdahl-name",
            "--series-6",
            Dash::Dashed,
            &|threads| fit.speed_up(threads),
        ));
    }
    if let Ok(fit) = universal {
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
        y: axis(speech.say("sweep-speed-up"), Kind::Linear, Quantity::Factor),
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
