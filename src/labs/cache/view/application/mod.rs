//! A cache in front of a slow store, modelled: a form, runs in a worker of their own, and what they give.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod fields;
mod keys;
mod pictures;
mod results;
mod words;
mod workers;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lab::Lab;
use crate::compute::RunFailure;
use crate::labs::bound;
use crate::labs::cache::model::application::form::{Field, Form};
use crate::labs::cache::model::application::{Order, Results};
use crate::labs::form::TextForm;
use crate::ui::later::Stages;
use crate::ui::say::{Speech, use_speech};
use workers::Workers;

/// The variant that is simulated just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Running {
    variant: &'static str,
    /// Counted from one.
    at: usize,
    of: usize,
}

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
struct Panel {
    speech: Speech,
    form: RwSignal<Form>,
    checked: bound::Checked<Form>,
    running: RwSignal<Option<Running>>,
    found: RwSignal<Option<Arc<Results>>>,
    failure: RwSignal<Option<RunFailure>>,
    workers: Workers,
    /// Counts presses of the buttons: what an earlier one began ends when there is a later one.
    press: StoredValue<u32>,
}

/// The panel, below its title. Its runs need nothing of the lab, whose workers hold traces.
pub(in crate::labs::cache) fn view(_lab: Lab) -> AnyView {
    let form = RwSignal::new(Form::default());
    let panel = Panel {
        speech: use_speech(),
        form,
        checked: Memo::new(move |_| form.with(TextForm::order)),
        running: RwSignal::new(None),
        found: RwSignal::new(None),
        failure: RwSignal::new(None),
        workers: Workers::new(),
        press: StoredValue::new(0),
    };
    let speech = panel.speech;
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        panel.start();
    };
    let said = move || match (panel.running.get(), panel.found.get()) {
        (Some(running), _) => words::progress(speech, running),
        (None, Some(results)) => words::finding(speech, &results),
        (None, None) => speech.say("application-none-yet"),
    };
    let failure = move || {
        let failure = panel.failure.get();
        failure.map(|failure| words::failure(speech, &failure))
    };
    let stages = Stages::start();
    view! {
        <p class="note">{speech.text("application-about")}</p>
        {words::terms(speech)}
        <form
            class="application-form"
            aria-label=speech.text("cache-application")
            on:submit=on_submit
            novalidate
        >
            {stages.show(1, move || fields::view(panel))}
            {buttons(panel)}
        </form>
        <p class="finding" role="status" data-testid="application-finding">
            {said}
        </p>
        <p class="field__error" role="alert" data-testid="application-failure">
            {failure}
        </p>
        {results::view(panel)}
        {stages.show(2, move || keys::view(speech))}
    }
    .into_any()
}

fn buttons(panel: Panel) -> AnyView {
    let speech = panel.speech;
    let is_idle = move || panel.running.with(Option::is_none);
    let reset = move |_| {
        panel.form.update(|form| {
            let preset = form.get(Field::Preset).to_owned();
            form.set(Field::Preset, &preset);
        });
    };
    view! {
        <div class="controls__buttons">
            <button
                type="submit"
                id="application-run"
                disabled=move || panel.checked.with(Result::is_err)
            >
                {speech.text("application-run")}
            </button>
            <button
                type="button"
                id="application-cancel"
                disabled=is_idle
                on:click=move |_| panel.stop()
            >
                {speech.text("application-cancel")}
            </button>
            <button
                type="button"
                id="application-reset"
                disabled=move || panel.form.with(|form| !form.is_changed())
                on:click=reset
            >
                {speech.text("application-reset")}
            </button>
        </div>
    }
    .into_any()
}

impl Panel {
    /// Simulates all variants, in place of what an earlier press began.
    fn start(self) {
        let Ok(order) = self.checked.get_untracked() else {
            return;
        };
        let press = self.end_earlier();
        spawn_local(async move {
            let ended = self.simulate(order, press).await;
            // What is over is no matter any more where there was another press, or the panel is gone.
            if self.press.try_get_value() != Some(press) {
                return;
            }
            self.running.try_set(None);
            match ended {
                Ok(results) => self.found.try_set(results.map(Arc::new)).is_none(),
                Err(failure) => self.failure.try_set(Some(failure)).is_none(),
            };
        });
    }

    /// Ends what runs. What was found before stays.
    fn stop(self) {
        self.end_earlier();
        self.running.set(None);
        self.failure.set(Some(RunFailure::Cancelled));
    }

    /// Ends what earlier presses began, and gives the number of this one.
    fn end_earlier(self) -> u32 {
        let press = self.press.get_value() + 1;
        self.press.set_value(press);
        self.failure.set(None);
        self.workers.cancel();
        press
    }

    async fn simulate(self, order: Order, press: u32) -> Result<Option<Results>, RunFailure> {
        let mut outcomes = Vec::new();
        let of = order.variants.len();
        for (index, variant) in order.variants.iter().enumerate() {
            if self.press.try_get_value() != Some(press) {
                return Err(RunFailure::Cancelled);
            }
            self.running.try_set(Some(Running {
                variant: variant.id,
                at: index + 1,
                of,
            }));
            outcomes.push(self.workers.simulate(variant.scenario.clone()).await?);
        }
        Ok(Results::new(order, outcomes))
    }
}
