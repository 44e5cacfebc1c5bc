//! What steps through a run and plays it, by buttons, a slider and keys.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::film::Film;
use super::lab::Lab;
use crate::labs::event_loop::model::film::{Leap, Speed};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

/// What takes the arrow keys for itself.
const TAKES_ARROWS: &str =
    "input, textarea, select, summary, canvas, [role=slider], .editor__frame, .loop__predicted";

/// Back, play, step, leaps, speed and slider.
#[component]
pub(super) fn Transport(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    follow_keys(film);
    let button = move |id: &'static str, press: fn(Film)| {
        view! {
            <button type="button" id=id on:click=move |_| press(film)>
                {speech.text(id)}
            </button>
        }
        .into_any()
    };
    let play = move || {
        speech.say(if film.is_playing() {
            "loop-pause"
        } else {
            "loop-play"
        })
    };
    let said = move || {
        let locale = speech.locale();
        let at = figures::count(locale, film.at() as u64);
        let len = figures::count(locale, film.len() as u64);
        speech.say_with("loop-at", &[("at", at.into()), ("len", len.into())])
    };
    let slide = move |text: String| {
        if let Ok(at) = text.parse() {
            film.go_to(at);
        }
    };
    view! {
        <div class="loop__transport">
            {button("loop-back", Film::back)}
            <button type="button" id="loop-play" on:click=move |_| film.toggle()>
                {play}
            </button>
            {button("loop-step", Film::step)}
            {button("loop-next-callback", |film| film.leap(Leap::Callback))}
            {button("loop-next-phase", |film| film.leap(Leap::Phase))}
            <Pace film />
        </div>
        <div class="loop__slider">
            <input
                type="range"
                id="loop-slider"
                aria-label=speech.text("loop-slider")
                min="0"
                max=move || film.len().to_string()
                step="1"
                prop:value=move || film.at().to_string()
                aria-valuetext=said
                on:input:target=move |event| slide(event.target().value())
            />
            <span class="number" data-testid="loop-at">{said}</span>
        </div>
    }
    .into_any()
}

/// How fast it plays.
#[component]
fn Pace(film: Film) -> impl IntoView {
    let speech = use_speech();
    let options = move || {
        let option = |speed: Speed| {
            let selected = film.speed() == speed;
            view! {
                <option value=speed.id() selected=selected>{named(speech, speed)}</option>
            }
        };
        Speed::ALL.map(option).collect_view()
    };
    let choose = move |id: String| {
        let found = Speed::ALL.into_iter().find(|speed| speed.id() == id);
        // The list has no other names.
        if let Some(speed) = found {
            film.set_speed(speed);
        }
    };
    view! {
        <label class="loop__speed">
            <span>{speech.text("loop-speed")}</span>
            <select id="loop-speed" on:change:target=move |event| choose(event.target().value())>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn named(speech: Speech, speed: Speed) -> String {
    speech.say(match speed {
        Speed::Fit => "loop-speed-fit",
        Speed::Slow => "loop-speed-slow",
        Speed::Medium => "loop-speed-medium",
        Speed::Fast => "loop-speed-fast",
    })
}

/// The arrows step, and with Shift leap from callback to callback, wherever they mean nothing else.
fn follow_keys(film: Film) {
    let on_key = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let takes = |element: web_sys::Element| element.closest(TAKES_ARROWS);
        if target.is_some_and(|element| takes(element).is_ok_and(|found| found.is_some())) {
            return;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("ArrowRight", false) => film.step(),
            ("ArrowRight", true) => film.leap(Leap::Callback),
            ("ArrowLeft", false) => film.back(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || on_key.remove());
}
