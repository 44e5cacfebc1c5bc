//! The lab's small picture: how long each of the page's last frames took.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::collections::VecDeque;

use leptos::prelude::*;

use crate::labs::card::Card;
use crate::ui::figures;
use crate::ui::say::use_speech;

/// How many frames are in sight.
const FRAMES: usize = 90;

/// How many frames pass between two pictures: what shows frames must not take many of its own.
const REDRAW_FRAMES: usize = 6;

/// The frame, in milliseconds, that fills the picture from bottom to top; a longer one does, too.
const FULL_MS: f64 = 100.0;

/// The picture's height in its own units.
const HEIGHT: f64 = 40.0;

/// The picture.
pub(crate) fn view(card: Card) -> AnyView {
    view! { <Frames card /> }.into_any()
}

#[component]
fn Frames(card: Card) -> impl IntoView {
    let speech = use_speech();
    let seen: StoredValue<VecDeque<f64>> = StoredValue::new(VecDeque::new());
    let since = StoredValue::new(0);
    let shown = RwSignal::new((String::new(), 0.0));
    Effect::new(move || {
        let gap_ms = card.frame_ms.get();
        seen.update_value(|seen| {
            if seen.len() == FRAMES {
                seen.pop_front();
            }
            seen.push_back(gap_ms);
        });
        since.update_value(|since| *since += 1);
        if since.get_value() >= REDRAW_FRAMES {
            since.set_value(0);
            shown.set(seen.with_value(|seen| (path(seen), longest(seen))));
        }
    });
    let said = move || {
        let longest_ms = shown.with(|(_, longest)| *longest);
        speech.say_with(
            "card-frames",
            &[("longest", figures::duration(speech, longest_ms).into())],
        )
    };
    view! {
        <svg
            class="card__svg"
            viewBox=format!("0 0 {FRAMES} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <path d=move || shown.with(|(path, _)| path.clone()) />
        </svg>
        <p class="note number">{said}</p>
    }
}

/// A bar for each frame, the last one at the right.
fn path(seen: &VecDeque<f64>) -> String {
    let first = FRAMES - seen.len();
    let bars = seen.iter().enumerate().map(|(index, gap_ms)| {
        let height = (gap_ms / FULL_MS).min(1.0) * HEIGHT;
        format!("M{} {HEIGHT}v-{height:.1}h.8v{height:.1}z", first + index)
    });
    bars.collect()
}

fn longest(seen: &VecDeque<f64>) -> f64 {
    seen.iter().copied().fold(0.0, f64::max)
}
