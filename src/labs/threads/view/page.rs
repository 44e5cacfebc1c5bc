//! The lab's layout, and the wiring between its form, the link and the runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::Fault;
use wasm_bindgen_futures::spawn_local;

use super::controls::own_picture::{DroppedPicture, Intake};
use super::controls::{Checked, Controls, on_own_picture};
use super::experiment::Lab;
use super::folded::{Pool, Sources, Sweep};
use super::kept::Keeping;
use super::run_bar::RunBar;
use crate::compute::Runner;
use crate::environment::Environment;
use crate::frames::FrameLoop;
use crate::labs::form::is_silent;
use crate::labs::kept::LiveForm;
use crate::labs::scroll::bring_into_view;
use crate::labs::seed::fresh_seed;
use crate::labs::signs_of_life::MovingDot;
use crate::labs::threads::later::{FOLDED, KEPT, RESULTS};
use crate::labs::threads::model::form::{Experiment, Form, FormField, Machine};
use crate::labs::threads::model::rounds::TurnOrder;
use crate::labs::{invitation, link};
use crate::place::{Moving, Place};
use crate::trust::panel::TrustPanel;
use crate::trust::watch::Watch;
use crate::ui::later::{Later, Stages};
use crate::ui::say::use_speech;

/// How long the page may be left alone before it finds out how fast the machine is.
const CALIBRATE_AFTER_MS: u32 = 400;

/// The lab, as its part of the app makes it.
pub(in crate::labs) fn view() -> AnyView {
    view! { <Threads /> }.into_any()
}

#[allow(clippy::too_many_lines, reason = "a view reads best in one piece")]
#[component]
fn Threads() -> impl IntoView {
    let speech = use_speech();
    let runner = Runner::shared();
    let environment: Environment = expect_context();
    let machine = Machine {
        cores: environment.cores,
        shares: Lab::can_move(Moving::Share),
    };
    let from_link = use_query_map();
    let form = RwSignal::new(
        from_link.with_untracked(|query| Form::from_query(machine, |name| query.get(name))),
    );

    let dot = MovingDot::new();
    let lab: StoredValue<Option<Lab>> = StoredValue::new(None);
    let frames = FrameLoop::start(move |now_ms| {
        dot.frame(now_ms);
        if let Some(Some(lab)) = lab.try_get_value() {
            lab.show_progress(now_ms);
        }
    });
    let fault = from_link.with_untracked(|query| fault_hook(query.get("fault").as_deref()));
    let assets = runner.assets().clone();
    let watch = Watch::start(&assets);
    let conditions = watch.conditions();
    let the_lab = Lab::new(runner, frames.clone(), watch, fault);
    lab.set_value(Some(the_lab));
    let lab = the_lab;
    let experiment = Memo::new(move |_| {
        let own = lab.own.with(|own| own.as_ref().map(|own| own.extent));
        on_own_picture(form.with(Form::experiment), own)
    });

    let frames = StoredValue::new_local(frames);
    on_cleanup(move || frames.with_value(FrameLoop::stop));
    link::follow(form, move || {
        from_link.with(|query| {
            if is_silent::<FormField>(|name| query.get(name)) {
                // Whoever presses the lab's own name means no other form.
                return form.get_untracked();
            }
            Form::from_query(machine, |name| query.get(name))
        })
    });
    calibrate_when_idle(lab, experiment);
    let is_link_silent =
        from_link.with_untracked(|query| is_silent::<FormField>(|name| query.get(name)));
    let live = LiveForm::of(form, is_link_silent);
    if is_link_silent {
        fit_first_visit(lab, form, live, experiment);
    }

    let picture: NodeRef<html::Div> = NodeRef::new();
    let (results, folded, kept) = (Later::new(RESULTS), Later::new(FOLDED), Later::new(KEPT));
    let keeping = Keeping {
        lab,
        form: live,
        machine,
        results,
    };
    kept.want();
    // From above to below, so that nothing moves.
    let stages = Stages::start();
    let write_link = link::use_write_link();
    let on_run = Callback::new(move |experiment: Experiment| {
        live.press();
        write_link(&form.with_untracked(|form| link::query(form.to_query())));
        bring_into_view(picture);
        let watch = lab.watch();
        lab.run(TurnOrder::Drawn(fresh_seed()), async move {
            if !results.fetch().await {
                return None;
            }
            // Until it has measured, the gauge keeps a core busy. What it cannot tell in this browser stays
            // unknown, and is no reason not to run.
            watch.ready().await;
            Some(experiment)
        });
    });
    lab.control.stop_on_escape_and_leave();

    let intake = Intake::new(lab, form, experiment);
    let run_now = move || {
        if let Some(Ok(experiment)) = experiment.try_get_untracked() {
            on_run.run(experiment);
        }
    };
    invitation::accept(move |file| match file {
        None => run_now(),
        Some(file) => intake.take_from_page(&file, run_now),
    });
    let is_empty = move || lab.live.with(Option::is_none) && lab.batch.with(Vec::is_empty);
    let empty = move || {
        view! {
            <Show when=is_empty>
                <p class="empty empty--picture" data-testid="empty">{speech.text("picture-empty")}</p>
            </Show>
        }
        .into_any()
    };
    let panels = move || {
        let assets = assets.clone();
        view! {
            <Pool lab experiment folded />
            <Sweep lab form experiment folded />
            <Sources experiment assets folded />
        }
        .into_any()
    };
    let last = move || {
        view! {
            <TrustPanel conditions />
            <div>{kept.show(move |view| view(&keeping))}</div>
        }
        .into_any()
    };

    view! {
        {stages.show(1, move || view! { <RunBar experiment lab dot /> }.into_any())}
        {stages
            .show(
                2,
                move || {
                    view! { <Controls form experiment lab intake on_run /> }.into_any()
                },
            )}
        <DroppedPicture intake />
        <div class="lab__picture" node_ref=picture>
            {stages.show(3, empty)}
            {results.show(move |view| view(lab))}
            {stages.show(4, panels)}
            {stages.show(5, last)}
        </div>
    }
}

/// A link may ask for a worker that fails, for the tests of what the page does then.
fn fault_hook(name: Option<&str>) -> Option<Fault> {
    match name? {
        "trap" => Some(Fault::Trap),
        "exit" => Some(Fault::Exit),
        "hang" => Some(Fault::Hang),
        _ => None,
    }
}

/// Once the page has settled, finds out how long the experiment would take.
fn calibrate_when_idle(lab: Lab, experiment: Checked) {
    let timer: StoredValue<Option<gloo_timers::callback::Timeout>, LocalStorage> =
        StoredValue::new_local(None);
    let wanted = Memo::new(move |_| {
        experiment.with(|experiment| {
            let experiment = experiment.as_ref().ok()?;
            let blocks = experiment.places.contains(&Place::Main);
            blocks.then_some((experiment.computation, experiment.engine))
        })
    });
    Effect::new(move || {
        let wanted = wanted.get();
        timer.set_value(wanted.map(|(computation, engine)| {
            gloo_timers::callback::Timeout::new(CALIBRATE_AFTER_MS, move || {
                if lab.busy.try_get_untracked() == Some(false) {
                    spawn_local(lab.calibrate(computation, engine));
                }
            })
        }));
    });
}

/// Once it is known how fast the machine is, the work that nobody has chosen becomes as long as it shall be.
fn fit_first_visit(lab: Lab, form: RwSignal<Form>, live: LiveForm<Form>, experiment: Checked) {
    let first = form.get_untracked();
    Effect::new(move || {
        let estimate_ms = experiment.with(|experiment| {
            let experiment = experiment.as_ref().ok()?;
            lab.estimate_ms(&experiment.computation, experiment.engine)
        });
        let is_untouched = form.with_untracked(|form| *form == first)
            && !lab.busy.get_untracked()
            && lab.runs.with_untracked(Vec::is_empty);
        if let Some(estimate_ms) = estimate_ms.filter(|_| is_untouched) {
            let mut fitted = first.clone();
            fitted.fit_first_visit(estimate_ms);
            live.offer(fitted);
        }
    });
}
