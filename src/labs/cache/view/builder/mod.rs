//! A trace that is made by hand, and who wins on it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod trial;
mod winners;

use leptos::prelude::*;

use super::lab::Lab;
use super::{scoreboard, words};
use crate::labs::cache::model::builder::{ACCESSES, Knob, Knobs, winner};
use crate::labs::cache::model::form::{Field, Form, OWN_RECIPE};
use crate::labs::form::TextForm;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use trial::Trials;

/// The panel, below its title.
pub(in crate::labs::cache) fn view(lab: Lab) -> AnyView {
    view! { <Builder form=lab.form /> }.into_any()
}

#[component]
fn Builder(form: RwSignal<Form>) -> impl IntoView {
    let speech = use_speech();
    let trials = Trials::following();
    let said = move || {
        if let Some(failure) = trials.failure.get() {
            return words::failure(speech, &failure);
        }
        trials.ranking.with(|ranking| {
            let Some((best, ratio)) = ranking.as_ref().and_then(winner) else {
                return speech.say("builder-starting");
            };
            let args = [
                ("best", words::policy(speech, best).into()),
                ("misses", words::percent(speech, ratio).into()),
            ];
            speech.say_with("builder-winner", &args)
        })
    };
    let bars = move || {
        let ranking = trials.ranking.get().unwrap_or_default();
        scoreboard::lines(speech, ranking, true)
    };
    let recipe = move || trials.knobs.get().recipe().to_string();
    // What else the form says stays.
    let take = move |_| {
        let knobs = trials.knobs.get_untracked();
        form.update(|form| {
            form.set(Field::Recipe, &knobs.recipe().to_string());
            form.set(Field::Trace, OWN_RECIPE);
            form.set(Field::Size, &knobs.size().count().to_string());
        });
        window().scroll_to_with_x_and_y(0.0, 0.0);
    };
    view! {
        <p class="note">{speech.text("builder-about")}</p>
        <p class="finding" role="status" data-testid="builder-finding">
            {said}
        </p>
        <div class="builder">
            <div class="builder__knobs">
                {Knob::ALL.map(|knob| view! { <Slider trials knob /> })}
                <p class="note">
                    <code data-testid="builder-recipe">{recipe}</code>
                </p>
                <button type="button" id="builder-take" on:click=take>
                    {speech.text("builder-take")}
                </button>
            </div>
            <ol
                class="scoreboard bars"
                data-testid="builder-bars"
                aria-label=speech.text("cache-scoreboard")
            >
                {bars}
            </ol>
        </div>
        <winners::Winners trials />
    }
    .into_any()
}

/// What a knob stands at, with its unit.
fn stands_at(speech: Speech, knob: Knob, place: u32) -> String {
    let locale = speech.locale();
    let value = knob.value(place);
    match knob {
        Knob::Drift if value > 0.0 => {
            let period = figures::number(locale, f64::from(ACCESSES) / (value + 1.0), 0);
            speech.say_with("builder-every", &[("period", period.into())])
        }
        Knob::Drift => speech.say("builder-never"),
        Knob::Skew => figures::number(locale, value, 2),
        Knob::Scans | Knob::Loops => words::percent(speech, value),
        Knob::Objects | Knob::LoopLength | Knob::Size => figures::number(locale, value, 0),
    }
}

/// What a knob is called.
fn name(speech: Speech, knob: Knob) -> String {
    speech.say(match knob {
        Knob::Drift => "builder-drift",
        Knob::Skew => "builder-skew",
        Knob::Objects => "builder-objects",
        Knob::Scans => "builder-scans",
        Knob::Loops => "builder-loops",
        Knob::LoopLength => "builder-loop-length",
        Knob::Size => "builder-size",
    })
}

#[component]
fn Slider(trials: Trials, knob: Knob) -> impl IntoView {
    let speech = use_speech();
    let id = format!("builder-{}", knob.id());
    let place = Memo::new(move |_| trials.knobs.with(|knobs: &Knobs| knobs.place(knob)));
    let value = move || stands_at(speech, knob, place.get());
    let slide = move |text: String| {
        if let Ok(place) = text.parse::<u32>() {
            trials.turn(knob, place);
        }
    };
    view! {
        <div class="builder__knob">
            <label for=id.clone()>
                {move || name(speech, knob)} <output class="number">{value}</output>
            </label>
            <input
                type="range"
                id=id
                min="0"
                max=knob.last().to_string()
                step="1"
                prop:value=move || place.get().to_string()
                aria-valuetext=value
                on:input:target=move |event| slide(event.target().value())
            />
        </div>
    }
    .into_any()
}
