//! The lab's part of the bar that stays in sight: Run and Cancel, the finding, and how long the page will freeze.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::controls::{Checked, FORM};
use super::experiment::Lab;
use super::finding::FindingLine;
use crate::labs::run_bar::RunBar as Shell;
use crate::labs::signs_of_life::MovingDot;
use crate::labs::threads::model::form::Experiment;
use crate::place::Place;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// A run on the main thread that takes longer than this is worth a warning.
const WARN_ABOVE_MS: f64 = 50.0;

#[component]
pub(super) fn RunBar(experiment: Checked, lab: Lab, dot: MovingDot) -> impl IntoView {
    let speech = use_speech();
    let is_valid = move || experiment.with(Result::is_ok);
    let buttons = view! {
        <button
            type="submit"
            form=FORM
            class="primary"
            id="run"
            disabled=move || !is_valid()
            aria-disabled=move || lab.busy.get().to_string()
        >
            {speech.text("run")}
        </button>
        <button
            type="button"
            id="cancel"
            // What blocks the main thread cannot be cancelled, but what comes after it can.
            aria-disabled=move || (!lab.busy.get()).to_string()
            on:click=move |_| lab.control.stop()
        >
            {speech.text("cancel")}
        </button>
    };
    view! {
        <Shell buttons=buttons.into_any() dot>
            <FindingLine lab />
            <p class="freeze-warning" data-testid="freeze-warning">
                {move || freeze_warning(speech, lab, experiment)}
            </p>
        </Shell>
    }
}

fn freeze_warning(speech: Speech, lab: Lab, experiment: Checked) -> Option<String> {
    let Experiment {
        computation,
        engine,
        places,
        ..
    } = experiment.get().ok()?;
    if !places.contains(&Place::Main) {
        return None;
    }
    match lab.estimate_ms(&computation, engine) {
        Some(ms) if ms < WARN_ABOVE_MS => Some(speech.say("freeze-brief")),
        Some(ms) => Some(speech.say_with(
            "freeze-estimate",
            &[("duration", figures::duration(speech, ms).into())],
        )),
        None => Some(speech.say("freeze-unknown")),
    }
}
