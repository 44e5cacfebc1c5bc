//! The button, and beside it what it freezes.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::rc::Rc;

use leptos::prelude::*;

use crate::labs::signs_of_life::{MovingDot, SignsOfLife};
use crate::start::later::{BELOW, Below};
use crate::ui::figures;
use crate::ui::later::Later;
use crate::ui::say::use_speech;

/// How long the page may be read before it fetches what the button needs.
const FETCH_AFTER_MS: u64 = 200;

/// What the button and its runs share. Copies are handles on the same state.
#[derive(Clone, Copy)]
pub(in crate::start) struct Stage {
    /// Whether the button was pressed and nobody has begun yet.
    pub(super) wanted: RwSignal<bool>,
    /// Whether something runs.
    pub(super) busy: RwSignal<bool>,
    /// How long the page will freeze, in milliseconds, once that is known.
    pub(super) estimate_ms: RwSignal<Option<f64>>,
    /// Ends what runs, once the code of it has come.
    pub(super) on_cancel: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    /// The folder that the site is served from, without a slash at its end.
    pub(super) base: StoredValue<String>,
}

impl Stage {
    /// Whether it runs, or is about to; tracks it.
    pub(super) fn is_on(self) -> bool {
        self.wanted.get() || self.busy.get()
    }

    fn cancel(self) {
        self.wanted.set(false);
        let on_cancel = self.on_cancel.with_value(Clone::clone);
        if let Some(cancel) = on_cancel {
            cancel();
        }
    }
}

/// The start page below its heading.
#[component]
pub(crate) fn Start(
    /// The folder that the site is served from, without a slash at its end.
    base: String,
) -> impl IntoView {
    let base = StoredValue::new(base);
    let stage = Stage {
        wanted: RwSignal::new(false),
        busy: RwSignal::new(false),
        estimate_ms: RwSignal::new(None),
        on_cancel: StoredValue::new_local(None),
        base,
    };
    let dot = MovingDot::moving();
    let below = Later::new(BELOW);
    // What is seen first is painted first.
    set_timeout(
        move || below.want(),
        std::time::Duration::from_millis(FETCH_AFTER_MS),
    );
    view! {
        <Bar stage below dot />
        <div class="start__below">{below.show(move |view| view(stage))}</div>
    }
}

/// The button beside what it freezes.
#[component]
fn Bar(stage: Stage, below: Later<Below>, dot: MovingDot) -> impl IntoView {
    let speech = use_speech();
    let press = move |_| {
        if !untrack(|| stage.is_on()) {
            stage.wanted.set(true);
            below.want();
        }
    };
    let forecast = move || match stage.estimate_ms.get() {
        None => speech.say("start-measuring"),
        Some(ms) => speech.say_with(
            "start-forecast",
            &[(
                "seconds",
                figures::number(speech.locale(), ms / 1_000.0, 1).into(),
            )],
        ),
    };
    view! {
        <section class="stage" aria-label=speech.text("start-freeze") data-testid="stage">
            <div class="stage__buttons">
                // Disabled for real, it would lose the focus.
                <button
                    type="button"
                    class="primary stage__button"
                    id="freeze"
                    aria-disabled=move || stage.is_on().to_string()
                    aria-describedby="forecast"
                    on:click=press
                >
                    {speech.text("start-freeze")}
                </button>
                <button
                    type="button"
                    id="cancel"
                    aria-disabled=move || (!stage.is_on()).to_string()
                    on:click=move |_| stage.cancel()
                >
                    {speech.text("start-cancel")}
                </button>
                <p class="stage__forecast" id="forecast" data-testid="forecast">
                    {forecast}
                </p>
            </div>
            <SignsOfLife dot />
        </section>
    }
}
