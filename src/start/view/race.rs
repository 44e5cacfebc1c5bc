//! One press of the button: the same picture painted by the main thread, by a worker, and by many threads.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use kernels::registry::Data;
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

use super::stage::Stage;
use crate::compute::Runner;
use crate::environment::Environment;
use crate::frames::FrameLoop;
use crate::labs::link;
use crate::labs::threads::model::form::{Experiment, Form, Machine};
use crate::labs::threads::model::preview::{self, Window};
use crate::labs::threads::model::rounds::TurnOrder;
use crate::labs::threads::{FindingLine, Lab, Scoreboard, Shown};
use crate::place::{Moving, Place};
use crate::start::model::race;
use crate::texts::Arg;
use crate::trust::watch::Watch;
use crate::ui::pixels::{Pixels, Screen};
use crate::ui::say::{Speech, use_speech};

/// The time between the press of the button and the freeze: to look at the dot, and to think better of it.
const LEAD_MS: u32 = 1_200;

/// How often it is looked whether somebody has thought better of it.
const LEAD_STEP_MS: u32 = 40;

/// How long the page may be left alone before it finds out how fast the machine is.
const CALIBRATE_AFTER_MS: u32 = 400;

/// The runs and what they show.
#[component]
pub(super) fn Race(
    stage: Stage,
    /// Gets how long each of the page's frames took, in milliseconds.
    frame_ms: RwSignal<f64>,
) -> impl IntoView {
    let speech = use_speech();
    let runner = Runner::shared();
    let environment: Environment = expect_context();
    let machine = Machine {
        cores: environment.cores,
        shares: Lab::can_move(Moving::Share),
    };
    let watch = Watch::start(runner.assets());
    let of_frame: StoredValue<Option<Lab>> = StoredValue::new(None);
    let last_ms = StoredValue::new(None);
    let frames = FrameLoop::start(move |now_ms| {
        if let Some(Some(before_ms)) = last_ms.try_update_value(|last| last.replace(now_ms)) {
            frame_ms.try_set(now_ms - before_ms);
        }
        if let Some(Some(lab)) = of_frame.try_get_value() {
            lab.show_progress(now_ms);
        }
    });
    let lab = Lab::new(runner, frames.clone(), watch, None);
    of_frame.set_value(Some(lab));
    lab.control.stop_on_escape_and_leave();
    let frames = StoredValue::new_local(frames);
    let cancel: Rc<dyn Fn()> = Rc::new(move || lab.control.stop());
    stage.on_cancel.set_value(Some(cancel));
    on_cleanup(move || {
        stage.on_cancel.try_set_value(None);
        frames.with_value(FrameLoop::stop);
    });

    let form = RwSignal::new(race(machine));
    let leading = RwSignal::new(false);
    Effect::new(move || stage.busy.set(lab.busy.get()));
    spawn_local(async move {
        TimeoutFuture::new(CALIBRATE_AFTER_MS).await;
        if lab.busy.try_get_untracked() == Some(false) {
            fit(lab, machine, form, stage).await;
        }
    });
    Effect::new(move || {
        if stage.wanted.get() && !lab.busy.get_untracked() {
            stage.wanted.set(false);
            lab.run(TurnOrder::Given, async move {
                let experiment = fit(lab, machine, form, stage).await?;
                lead_in(lab, leading).await.then_some(experiment)
            });
        }
    });

    let places = Memo::new(move |_| {
        form.with(|form| {
            form.experiment()
                .map_or_else(|_| Vec::new(), |it| it.places)
        })
    });
    let is_empty = move || lab.live.with(Option::is_none) && lab.batch.with(Vec::is_empty);
    let said = move || {
        if leading.get() {
            speech.say("start-leading")
        } else {
            speech.say("start-what-happens")
        }
    };
    let link = move || {
        let base = stage.base.get_value();
        form.with(|form| format!("{base}/threads/{}", link::query(form.to_query())))
    };
    view! {
        <div class="race" data-testid="race">
            <div class="race__pictures">
                <For each=move || places.get() key=|place| *place children=move |place| view! { <Panel lab form place /> } />
            </div>
            <div class="race__said">
                <Show when=is_empty fallback=move || view! { <FindingLine lab /> }>
                    <p class="finding" role="status" data-testid="race-said">{said}</p>
                </Show>
                <Scoreboard lab />
                <Show when=move || !lab.busy.get() && !is_empty()>
                    <p>
                        <A href=link>{speech.text("start-in-the-lab")}</A>
                    </p>
                </Show>
            </div>
        </div>
    }
}

/// Makes the work as long as it shall be on this machine, and says how long that is. Nothing where the page is gone.
async fn fit(lab: Lab, machine: Machine, form: RwSignal<Form>, stage: Stage) -> Option<Experiment> {
    let mut fitted = race(machine);
    let Experiment {
        computation,
        engine,
        ..
    } = fitted.experiment().ok()?;
    lab.calibrate(computation, engine).await;
    if lab.live.is_disposed() {
        return None;
    }
    if let Some(now_ms) = lab.estimate_ms(&computation, engine) {
        fitted.fit_first_visit(now_ms);
    }
    let experiment = fitted.experiment().ok()?;
    let estimate_ms = lab.estimate_ms(&experiment.computation, engine);
    form.try_set(fitted);
    stage.estimate_ms.try_set(estimate_ms);
    Some(experiment)
}

/// Waits a moment, in which it can be cancelled; whether it was not.
async fn lead_in(lab: Lab, leading: RwSignal<bool>) -> bool {
    leading.try_set(true);
    for _ in 0..LEAD_MS / LEAD_STEP_MS {
        TimeoutFuture::new(LEAD_STEP_MS).await;
        if lab.control.is_stop_asked() {
            break;
        }
    }
    leading.try_set(false);
    !lab.control.is_stop_asked()
}

/// What one place paints, as it grows where that can be seen.
#[component]
fn Panel(lab: Lab, form: RwSignal<Form>, place: Place) -> impl IntoView {
    let speech = use_speech();
    let screen = Screen::new();
    // The room for it is there before it is.
    let extent = form.with_untracked(|form| form.experiment().ok()?.computation.extent());
    if let Some(extent) = extent {
        let Window { width, height, .. } = Window::whole(extent);
        screen.resize(width, height);
    }
    Effect::new(move || {
        let begins = lab.batch.with(Vec::is_empty);
        lab.shown.with(|shown| match shown {
            Some(shown) if shown.place == place => paint(screen, shown),
            // Another one begins: what the last press painted has gone.
            Some(shown) if begins => {
                let Window { width, height, .. } = Window::whole(shown.extent);
                screen.resize(width, height);
            }
            _ => {}
        });
    });
    let state = move || {
        let is_live = lab
            .live
            .with(|live| live.as_ref().is_some_and(|live| live.place == place));
        is_live.to_string()
    };
    let alt = Signal::derive(move || {
        speech.say_with("start-picture", &[("where", speech.place(place).into())])
    });
    view! {
        <div class="race__panel" data-live=state data-testid=format!("paints-{}", place.strategy().id())>
            <Pixels
                screen
                label=Signal::derive(move || panel_name(speech, place))
                alt
                zoom=Signal::stored(0)
            />
        </div>
    }
}

/// What stands below a panel, which is small on a phone; the scoreboard says more.
fn panel_name(speech: Speech, place: Place) -> String {
    match place.threads() {
        1 => speech.place(place),
        threads => speech.say_with(
            "start-threads",
            &[("count", Arg::Count(u64::from(threads)))],
        ),
    }
}

fn paint(screen: Screen, shown: &Shown) {
    let window = Window::whole(shown.extent);
    let Some(bytes) = &shown.after else {
        screen.resize(window.width, window.height);
        return;
    };
    let mut read = |row, into: &mut [u8]| shown.read_row(bytes, row, into);
    let owners = match (&shown.owners, shown.place) {
        (Some(owners), place) if owners.place == place => owners.rows.clone(),
        (_, Place::Worker) => vec![1; shown.extent.height as usize],
        _ => Vec::new(),
    };
    let rgba = if owners.is_empty() && shown.place == Place::Main {
        preview::pixels(shown.extent, Data::Counts, window, &mut read)
    } else {
        preview::owned_pixels(shown.extent, window, &owners, &mut read)
    };
    screen.put(0, &rgba);
}
