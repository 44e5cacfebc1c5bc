//! The wheel of phases: a ring that the loop goes round, and in its middle what runs between any two callbacks.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use event_loop::trace::{Phase, Queue};
use leptos::prelude::*;

use super::lab::Lab;
use super::words;
use crate::labs::event_loop::model::queues::{PHASES, is_between, queue_of};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// Half of the picture's width and height.
const MIDDLE: f64 = 150.0;

/// How far from the middle a phase stands.
const RADIUS: f64 = 104.0;

/// Half of the width and of the height of a phase.
const BOX: (f64, f64) = (44.0, 22.0);

/// Where a phase stands, clockwise from the top.
fn position(index: usize) -> (f64, f64) {
    let angle = std::f64::consts::TAU * index as f64 / PHASES.len() as f64;
    (MIDDLE + RADIUS * angle.sin(), MIDDLE - RADIUS * angle.cos())
}

/// The picture.
#[component]
pub(super) fn Wheel(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let film = lab.film();
    let now = Memo::new(move |_| film.look(|_, state| (state.phase, is_between(state))));
    let said = move || {
        let phase = now.get().and_then(|(phase, _)| phase);
        let phase = phase.map_or_else(
            || speech.say("loop-before"),
            |phase| words::phase(speech, phase),
        );
        speech.say_with("loop-wheel", &[("phase", phase.into())])
    };
    let phases = PHASES
        .iter()
        .enumerate()
        .map(|(index, phase)| view! { <PhaseBox lab index phase=*phase now /> })
        .collect_view();
    view! {
        <svg
            class="wheel"
            viewBox="0 18 300 262"
            role="img"
            aria-label=said
            data-testid="wheel"
            data-phase=move || {
                now.get().and_then(|(phase, _)| phase).map(|phase| format!("{phase:?}"))
            }
        >
            <circle class="wheel__ring" cx=MIDDLE cy=MIDDLE r=RADIUS />
            {arrows()}
            {phases}
            <circle class="wheel__between" cx=MIDDLE cy=MIDDLE r="56" />
            <Between lab now queue=Queue::NextTick y=MIDDLE - 16.0 />
            <Between lab now queue=Queue::Microtask y=MIDDLE + 24.0 />
        </svg>
    }
    .into_any()
}

/// Between any two phases, which way the loop goes.
fn arrows() -> AnyView {
    (0..PHASES.len())
        .map(|index| {
            let turn = (index as f64 + 0.5) * 360.0 / PHASES.len() as f64;
            let top = MIDDLE - RADIUS;
            let path = format!("M {} {} l 7 5 l -7 5", MIDDLE - 3.0, top - 5.0);
            let transform = format!("rotate({turn} {MIDDLE} {MIDDLE})");
            view! { <path class="wheel__arrow" d=path transform=transform /> }
        })
        .collect_view()
        .into_any()
}

/// What the loop is at: the phase, and whether a tick or a microtask runs.
type Now = Memo<Option<(Option<Phase>, Option<Queue>)>>;

/// A phase with the number of callbacks that wait for it.
#[component]
fn PhaseBox(lab: Lab, index: usize, phase: Phase, now: Now) -> impl IntoView {
    let speech = use_speech();
    let (x, y) = position(index);
    let count = count_of(lab, queue_of(phase));
    let is_now = move || now.get().is_some_and(|(of, _)| of == Some(phase));
    let waiting = move || (count.get() > 0).then(|| figures::count(speech.locale(), count.get()));
    view! {
        <g class="wheel__phase" class:wheel__phase--now=is_now>
            <rect
                x=x - BOX.0
                y=y - BOX.1
                width=2.0 * BOX.0
                height=2.0 * BOX.1
                rx="6"
            />
            <text x=x y=y - 2.0>{move || words::phase(speech, phase)}</text>
            <text class="wheel__count" x=x y=y + 14.0>{waiting}</text>
        </g>
    }
    .into_any()
}

/// A queue that is emptied between callbacks.
#[component]
fn Between(lab: Lab, now: Now, queue: Queue, y: f64) -> impl IntoView {
    let speech = use_speech();
    let count = count_of(lab, Some(queue));
    let is_now = move || now.get().is_some_and(|(_, of)| of == Some(queue));
    let waiting = move || figures::count(speech.locale(), count.get());
    view! {
        <g class="wheel__queue" class:wheel__queue--now=is_now>
            <rect x=MIDDLE - 46.0 y=y - 17.0 width="92" height="34" rx="6" />
            <text x=MIDDLE y=y - 2.0>{move || words::queue(speech, queue)}</text>
            <text class="wheel__count" x=MIDDLE y=y + 12.0>{waiting}</text>
        </g>
    }
    .into_any()
}

fn count_of(lab: Lab, queue: Option<Queue>) -> Memo<u64> {
    let film = lab.film();
    Memo::new(move |_| {
        let count = film.look(|_, state| queue.map_or(0, |queue| state.queue(queue).len()));
        count.unwrap_or(0) as u64
    })
}
