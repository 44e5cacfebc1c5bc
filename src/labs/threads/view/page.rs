//! The lab's layout, and the wiring between its form, the link and the runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::Fault;

use super::controls::{Checked, Controls, on_own_picture};
use super::experiment::Lab;
use super::finding::FindingLine;
use super::folded::{Pool, Sources, Sweep};
use crate::compute::Runner;
use crate::environment::Environment;
use crate::frames::FrameLoop;
use crate::labs::link;
use crate::labs::scroll::bring_into_view;
use crate::labs::threads::later::{FOLDED, RESULTS};
use crate::labs::threads::model::form::{Experiment, Form, Machine};
use crate::place::{Moving, Place};
use crate::trust::panel::TrustPanel;
use crate::trust::watch::Watch;
use crate::ui::later::Later;
use crate::ui::say::use_speech;

/// How many pixels the moving element goes in a second.
const SPEED_PX_PER_S: f64 = 240.0;

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
    let runner: StoredValue<Runner, LocalStorage> = expect_context();
    let environment: Environment = expect_context();
    let machine = Machine {
        cores: environment.cores,
        shares: Lab::can_move(Moving::Share),
    };
    let from_link = use_query_map();
    let form = RwSignal::new(
        from_link.with_untracked(|query| Form::from_query(machine, |name| query.get(name))),
    );

    let frame_count = RwSignal::new(0_u32);
    let wants_less_motion = prefers_reduced_motion();
    let mover: NodeRef<html::Div> = NodeRef::new();
    let lab: StoredValue<Option<Lab>> = StoredValue::new(None);
    let frames = FrameLoop::start(move |now_ms| {
        move_element(mover, now_ms);
        if wants_less_motion {
            frame_count.try_update(|count| *count += 1);
        }
        if let Some(Some(lab)) = lab.try_get_value() {
            lab.show_progress(now_ms);
        }
    });
    let fault = from_link.with_untracked(|query| fault_hook(query.get("fault").as_deref()));
    let assets = runner.with_value(|runner| runner.assets().clone());
    let watch = Watch::start(&assets);
    let conditions = watch.conditions();
    let the_lab = Lab::new(runner.get_value(), frames.clone(), watch, fault);
    lab.set_value(Some(the_lab));
    let lab = the_lab;
    let experiment = Memo::new(move |_| {
        let own = lab.own.with(|own| own.as_ref().map(|own| own.extent));
        on_own_picture(form.with(Form::experiment), own)
    });

    let frames = StoredValue::new_local(frames);
    on_cleanup(move || frames.with_value(FrameLoop::stop));
    link::follow(form, move || {
        from_link.with(|query| Form::from_query(machine, |name| query.get(name)))
    });
    calibrate_when_idle(lab, experiment);

    let picture: NodeRef<html::Div> = NodeRef::new();
    let (results, folded) = (Later::new(RESULTS), Later::new(FOLDED));
    let write_link = link::use_write_link();
    let on_run = Callback::new(move |experiment: Experiment| {
        write_link(&form.with_untracked(|form| link::query(form.to_query())));
        bring_into_view(picture);
        let watch = lab.watch();
        lab.run(experiment, async move {
            if !results.fetch().await {
                return false;
            }
            // Until it has measured, the gauge keeps a core busy. What it cannot tell in this browser stays
            // unknown, and is no reason not to run.
            watch.ready().await;
            true
        });
    });
    lab.control.stop_on_escape_and_leave();

    let is_empty = move || lab.live.with(Option::is_none) && lab.batch.with(Vec::is_empty);

    view! {
        <Controls form experiment lab on_run />
        <div class="lab__picture" node_ref=picture>
            <div class="liveliness">
                <div class="mover" aria-hidden="true">
                    <div class="mover__dot" node_ref=mover></div>
                </div>
                <p class="mover__count number" aria-hidden="true">
                    {move || speech.say_with(
                        "frame-count",
                        &[("count", frame_count.get().to_string().into())],
                    )}
                </p>
                <label class="liveliness__type" for="type-here">
                    <span class="visually-hidden">{speech.text("type-here-label")}</span>
                    <input
                        id="type-here"
                        type="text"
                        autocomplete="off"
                        placeholder=speech.text("type-here")
                    />
                </label>
                <p class="note">{speech.text("liveliness-note")}</p>
            </div>
            <FindingLine lab />
            <Show when=is_empty>
                <p class="empty empty--picture" data-testid="empty">{speech.text("picture-empty")}</p>
            </Show>
            {results.show(move |view| view(lab))}
            <Pool lab experiment folded />
            <Sweep lab form experiment folded />
            <Sources experiment assets folded />
            <TrustPanel conditions />
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

/// Goes to and fro, driven by the main thread: what the compositor moves does not freeze.
fn move_element(mover: NodeRef<html::Div>, now_ms: f64) {
    let Some(Some(element)) = mover.try_get_untracked() else {
        return;
    };
    let Some(track) = element.parent_element() else {
        return;
    };
    let room = f64::from(track.client_width() - element.offset_width()).max(1.0);
    let way = (now_ms / 1_000.0 * SPEED_PX_PER_S) % (2.0 * room);
    let x = if way < room { way } else { 2.0 * room - way };
    let style = web_sys::HtmlElement::style(&element);
    // A style that cannot be set leaves the element where it is.
    let _ = style.set_property("transform", &format!("translateX({x:.1}px)"));
}

/// Whether the moving element is replaced by a count of frames.
fn prefers_reduced_motion() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
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
                    lab.calibrate(computation, engine);
                }
            })
        }));
    });
}
