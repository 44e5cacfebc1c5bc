//! The signs of life of a page: a dot that its main thread moves, and a field to type in. Both stand still while
//! that thread is busy, which is why they are in sight whenever something runs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;

use crate::frames::FrameLoop;
use crate::ui::say::use_speech;

/// How many pixels the dot goes in a second.
const SPEED_PX_PER_S: f64 = 240.0;

/// A dot that a loop over frames moves. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(crate) struct MovingDot {
    element: NodeRef<html::Div>,
    /// What is seen in its place by who wants less motion.
    count: RwSignal<u32>,
    counts: bool,
}

impl MovingDot {
    pub(crate) fn new() -> Self {
        Self {
            element: NodeRef::new(),
            count: RwSignal::new(0),
            counts: prefers_reduced_motion(),
        }
    }

    /// The dot of a lab that watches no frames: it moves from now on, for as long as the lab is on the page.
    ///
    /// It may move while something is timed. Work on the main thread in one piece has no frame within it; that in
    /// slices lets the page draw between two of them, which is what slices are for. What the dot takes from a
    /// worker was measured: see ARCHITECTURE, *The dot beside a measurement*.
    pub(crate) fn moving() -> Self {
        let dot = Self::new();
        let frames = StoredValue::new_local(FrameLoop::start_bare(move |now_ms| dot.frame(now_ms)));
        on_cleanup(move || frames.with_value(FrameLoop::stop));
        dot
    }

    /// A frame of the page has begun.
    pub(crate) fn frame(self, now_ms: f64) {
        self.advance(now_ms);
        if self.counts {
            self.count.try_update(|count| *count += 1);
        }
    }

    /// To and fro, by the main thread: what the compositor moves does not freeze.
    fn advance(self, now_ms: f64) {
        let Some(Some(element)) = self.element.try_get_untracked() else {
            return;
        };
        let Some(track) = element.parent_element() else {
            return;
        };
        let room = f64::from(track.client_width() - element.offset_width()).max(1.0);
        let way = (now_ms / 1_000.0 * SPEED_PX_PER_S) % (2.0 * room);
        let x = if way < room { way } else { 2.0 * room - way };
        let style = web_sys::HtmlElement::style(&element);
        // A style that cannot be set leaves the dot where it is.
        let _ = style.set_property("transform", &format!("translateX({x:.1}px)"));
    }
}

/// The dot and the field, one below the other where there is little room.
#[component]
pub(crate) fn SignsOfLife(dot: MovingDot) -> impl IntoView {
    let speech = use_speech();
    let count = move || {
        let count = dot.count.get().to_string();
        speech.say_with("frame-count", &[("count", count.into())])
    };
    view! {
        <div class="liveliness">
            <div class="mover" aria-hidden="true">
                <div class="mover__dot" node_ref=dot.element></div>
            </div>
            <p class="mover__count number" aria-hidden="true">{count}</p>
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
    }
}

fn prefers_reduced_motion() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}
