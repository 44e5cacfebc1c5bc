//! A thing compared with itself: how often would this page have claimed a difference?

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::ops::RangeInclusive;

use leptos::prelude::*;

use super::session::{Claims, Lab};
use super::words;
use crate::labs::form;
use crate::ui::field::NumberField;
use crate::ui::say::use_speech;

/// How often a thing can be compared with itself.
const TIMES: RangeInclusive<u64> = 1..=1_000;

/// How often a first visit offers.
const TIMES_DEFAULT: u64 = 20;

/// The A/A test.
#[component]
pub(super) fn SelfTest(
    lab: Lab,
    /// Whether there is something to compare.
    #[prop(into)]
    valid: Signal<bool>,
    /// Gets how often.
    start: Callback<usize>,
) -> impl IntoView {
    let speech = use_speech();
    let times = RwSignal::new(TIMES_DEFAULT.to_string());
    let wanted = move || times.with(|text| form::whole(text, &TIMES));
    let error = Signal::derive(move || Some(speech.field_error(&wanted().err()?)));
    let hint = Signal::derive(move || speech.range("self-test-hint", *TIMES.start(), *TIMES.end()));
    let press = move |_| {
        if let Ok(times) = untrack(wanted)
            && !lab.busy.get_untracked()
        {
            start.run(usize::try_from(times).unwrap_or(1));
        }
    };
    let outcome = move || Some(words::self_test(speech, &lab.claims.get()?));
    let figure = move |read: fn(&Claims) -> usize| {
        move || {
            lab.claims
                .with(|claims| claims.as_ref().map_or(0, read).to_string())
        }
    };
    view! {
        <details class="pool" data-testid="self-test">
            <summary>{speech.text("self-test")}</summary>
            <p>{speech.text("self-test-explained")}</p>
            <NumberField
                id="self-test-times"
                label=speech.text("self-test-times")
                hint
                value=Signal::derive(move || times.get())
                on_input=Callback::new(move |text| times.set(text))
                error
            />
            <button
                type="button"
                id="self-test-run"
                disabled=move || wanted().is_err() || !valid.get()
                aria-disabled=move || lab.busy.get().to_string()
                on:click=press
            >
                {speech.text("self-test-run")}
            </button>
            // The finding tells it to who does not see it.
            <p
                data-testid="self-test-outcome"
                data-done=figure(|claims| claims.done)
                data-claimed=figure(|claims| claims.claimed)
            >
                {outcome}
            </p>
        </details>
    }
}
