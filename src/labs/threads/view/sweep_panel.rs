//! The sweep: the same work at many sizes in many places, as a heat map, as curves, as a law.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod measure;
mod pictures;
mod words;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use self::measure::{Panel, SweepFailure};
use self::pictures::{heat_map, no_curves, speed_up_curves, time_curves};
use self::words::{percent, progress, samples_max, sweep_finding};
use super::controls::Checked;
use super::experiment::Lab;
use super::run_words;
use crate::environment::Environment;
use crate::labs::failures;
use crate::labs::form::FieldName;
use crate::labs::seed::fresh_seed;
use crate::labs::threads::model::form::{Form, FormField};
use crate::labs::threads::model::sweep::{Axis, BUDGET_S, NARROW_WITHIN, Plan, Sweep, offered};
use crate::trust::panel::say_reasons;
use crate::ui::choice::{Choice, Choices};
use crate::ui::curves::Curves;
use crate::ui::field::NumberField;
use crate::ui::heatmap::Heatmap;
use crate::ui::say::{Speech, use_speech};

/// The step of the clock where it is not measured: that of pages which are not isolated.
const CLOCK_STEP_MS_UNKNOWN: f64 = 0.1;

/// From which size on does it pay, and how far do threads scale?
#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
pub(in crate::labs::threads) fn view(
    lab: Lab,
    form: RwSignal<Form>,
    experiment: Checked,
) -> AnyView {
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
        let budget_ms = form.with_untracked(Form::sweep_budget_ms);
        let (Ok(experiment), Ok(budget_ms)) = (experiment.get_untracked(), budget_ms) else {
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
            budget_ms,
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
            && form.with(|form| form.sweep_budget_ms().is_ok())
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
    let failure = move || {
        panel.failure.get().map(|failure| match failure {
            SweepFailure::Failed(failure) => failures::run_failure(speech.locale(), &failure),
            SweepFailure::Void(reasons) => {
                let reasons = say_reasons(speech, &reasons).join(" ");
                speech.say_with("figures-void", &[("reasons", reasons.into())])
            }
        })
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
            <NumberField
                id=FormField::Budget.id()
                label=speech.text("sweep-budget")
                hint=Signal::derive(move || {
                    speech.range("sweep-budget-hint", *BUDGET_S.start(), *BUDGET_S.end())
                })
                value=Signal::derive(move || form.with(|form| form.get(FormField::Budget).to_owned()))
                on_input=Callback::new(move |text: String| {
                    form.update(|form| form.set(FormField::Budget, text));
                })
                error=Signal::derive(move || {
                    let error = form.with(|form| form.sweep_budget_ms().err())?;
                    Some(speech.field_error(&error))
                })
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
            <p class="field__error" role="alert">{failure}</p>
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
