//! What hands do to a picture whose axis can be zoomed: draw a span over it, pinch it, turn the wheel, press
//! keys.
//!
//! A mouse draws the span that shall fill the picture; with Shift held it drags the picture, as a finger
//! does. Plain turns of the wheel scroll the page, and tell once how to zoom; with Ctrl held, as a pinch on a
//! touchpad reports itself, or with ⌘, they zoom.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent, WheelEvent};

use crate::ui::figures::{self, Quantity};
use crate::ui::fingers::{DrawnSpan, Fingers};
use crate::ui::input::Input;
use crate::ui::say::{Speech, use_speech};
use crate::ui::viewport::{PAN_STEP, Viewport, ZOOM_STEP, ZoomAxis};

/// Pixels that the wheel turns for one doubling.
const WHEEL_PX: f64 = 120.0;
/// Pixels that a line of a wheel that counts lines stands for.
const WHEEL_LINE_PX: f64 = 16.0;

/// How long it is told that the wheel zooms with a key held.
const WHEEL_HINT_SHOWN: Duration = Duration::from_millis(1_800);

thread_local! {
    /// Whether that was told on this page before.
    static WHEEL_HINTED: Cell<bool> = const { Cell::new(false) };
}

/// Which part of an axis is in sight, and what hands do to it.
#[derive(Clone, Copy)]
pub(crate) struct Zoom {
    viewport: RwSignal<Viewport>,
    fingers: StoredValue<Fingers>,
    /// The span that is being drawn, if one is.
    drawn: RwSignal<Option<DrawnSpan>>,
    /// Whether it is told just now how to zoom by the wheel.
    is_hinting: RwSignal<bool>,
}

impl Zoom {
    pub(crate) fn new(viewport: RwSignal<Viewport>) -> Self {
        Self {
            viewport,
            fingers: StoredValue::new(Fingers::default()),
            drawn: RwSignal::new(None),
            is_hinting: RwSignal::new(false),
        }
    }

    pub(crate) fn viewport(self) -> Viewport {
        self.viewport.get()
    }

    pub(crate) fn viewport_untracked(self) -> Viewport {
        self.viewport.get_untracked()
    }

    /// Several pictures are drawn anew for each change, so there must have been one.
    fn show(self, next: Viewport) {
        if self.viewport.get_untracked() != next {
            self.viewport.set(next);
        }
    }

    fn zoom_by(self, end_ms: f64, factor: f64) {
        self.show(self.viewport_untracked().zoom(end_ms, factor, 0.5));
    }

    fn pan_by(self, end_ms: f64, share: f64) {
        self.show(self.viewport_untracked().pan(end_ms, share));
    }

    /// Brings a stretch of the axis into sight.
    pub(crate) fn reveal(self, end_ms: f64, (start_ms, stop_ms): (f64, f64)) {
        let now = self.viewport_untracked();
        self.show(now.reveal(end_ms, start_ms, stop_ms));
    }

    /// The ends of the span that is being drawn, in pixels.
    pub(crate) fn drawn(self) -> Option<(f64, f64)> {
        self.drawn.get()?.ends()
    }

    /// Gives up the span that is being drawn; says whether there was one.
    pub(crate) fn abandon(self) -> bool {
        let drawn = self.drawn.get_untracked();
        if drawn.is_some() {
            self.drawn.set(None);
        }
        drawn.is_some_and(|drawn| drawn.ends().is_some())
    }

    /// Whether the pointer drags the picture or draws a span, and so reads nothing.
    pub(crate) fn point(
        self,
        event: &PointerEvent,
        canvas: &HtmlCanvasElement,
        axis: ZoomAxis,
    ) -> bool {
        let (id, x) = (event.pointer_id(), f64::from(event.offset_x()));
        let is_touch = Input::of_pointer(&event.pointer_type()) == Input::Touch;
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                let is_held = if is_touch || event.shift_key() {
                    let press = |fingers: &mut Fingers| fingers.press(id, x);
                    self.fingers.try_update_value(press) == Some(true)
                } else {
                    self.drawn.set(Some(DrawnSpan::press(axis.clamp(x))));
                    true
                };
                // Moves go on to arrive when the pointer leaves the picture.
                if is_held {
                    let _ = canvas.set_pointer_capture(id);
                }
                false
            }
            "pointermove" if !is_touch && self.drawn.get_untracked().is_some() => {
                self.drawn.update(|drawn| {
                    if let Some(drawn) = drawn {
                        drawn.drag(axis.clamp(x));
                    }
                });
                untrack(|| self.drawn()).is_some()
            }
            "pointermove" => self.drag(id, x, axis),
            "pointerup" if !is_touch => {
                if let Some((from, to)) = untrack(|| self.drawn()) {
                    let shares = (axis.share(from), axis.share(to));
                    let now = self.viewport_untracked();
                    self.show(now.select(axis.end_ms, shares));
                }
                self.release(id)
            }
            "pointerleave" => {
                self.fingers.update_value(|fingers| fingers.release(id));
                false
            }
            _ => self.release(id),
        }
    }

    /// Moves and stretches the picture by a finger that is held down. A finger alone on a picture that is
    /// whole has nowhere to move it to, and reads.
    fn drag(self, id: i32, x: f64, axis: ZoomAxis) -> bool {
        let drag = self.fingers.try_update_value(|fingers| fingers.drag(id, x));
        let Some(Some(drag)) = drag else {
            return false;
        };
        let now = self.viewport_untracked();
        let zoomed = now.zoom(axis.end_ms, drag.spread, axis.share(drag.at));
        let next = zoomed.pan(axis.end_ms, -drag.by / axis.width);
        self.show(next);
        !(now.is_whole(axis.end_ms) && next.is_whole(axis.end_ms))
    }

    /// Whatever the pointer held, it holds no more; it reads nothing by that.
    fn release(self, id: i32) -> bool {
        self.fingers.update_value(|fingers| fingers.release(id));
        if self.drawn.get_untracked().is_some() {
            self.drawn.set(None);
        }
        false
    }

    pub(crate) fn turn(self, event: &WheelEvent, axis: ZoomAxis) {
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            WHEEL_LINE_PX
        };
        let (along, across) = (event.delta_x() * unit, event.delta_y() * unit);
        let now = self.viewport_untracked();
        let next = if event.ctrl_key() || event.meta_key() {
            let share = axis.share(f64::from(event.offset_x()));
            now.zoom(axis.end_ms, (-across / WHEEL_PX).exp2(), share)
        } else if !now.is_whole(axis.end_ms) && along.abs() > across.abs() {
            now.pan(axis.end_ms, along / axis.width)
        } else {
            self.hint_at_wheel();
            return;
        };
        event.prevent_default();
        self.show(next);
    }

    /// Tells for a moment how the wheel zooms, once on this page.
    fn hint_at_wheel(self) {
        if !WHEEL_HINTED.replace(true) {
            self.is_hinting.set(true);
            let is_hinting = self.is_hinting;
            let end = move || {
                is_hinting.try_set(false);
            };
            set_timeout(end, WHEEL_HINT_SHOWN);
        }
    }

    /// Whether the key meant something.
    pub(crate) fn press(self, event: &KeyboardEvent, end_ms: f64) -> bool {
        match (event.key().as_str(), event.shift_key()) {
            ("+" | "=", _) => self.zoom_by(end_ms, ZOOM_STEP),
            ("-" | "_", _) => self.zoom_by(end_ms, 1.0 / ZOOM_STEP),
            ("0", _) => self.show(Viewport::default()),
            ("ArrowLeft", true) => self.pan_by(end_ms, -PAN_STEP),
            ("ArrowRight", true) => self.pan_by(end_ms, PAN_STEP),
            _ => return false,
        }
        true
    }
}

/// What is held down for the wheel to zoom.
fn wheel_key() -> &'static str {
    let platform = window().navigator().platform();
    if platform.is_ok_and(|platform| platform.starts_with("Mac")) {
        "⌘"
    } else {
        "Ctrl"
    }
}

/// How to zoom, by what a person points with.
pub(crate) fn hint(speech: Speech, input: Input) -> String {
    match input {
        Input::Mouse => speech.say_with("zoom-hint-mouse", &[("key", wheel_key().into())]),
        Input::Touch => speech.say("zoom-hint-touch"),
        Input::Keys => speech.say("zoom-hint-keys"),
    }
}

/// Which part of the axis is in sight, in words.
fn in_sight(speech: Speech, viewport: Viewport, end_ms: f64) -> String {
    let [from, to] = ends(speech, viewport, end_ms);
    let end = figures::duration(speech, end_ms).into();
    if viewport.is_whole(end_ms) {
        return speech.say_with("zoom-all", &[("end", end)]);
    }
    speech.say_with(
        "zoom-part",
        &[("from", from.into()), ("to", to.into()), ("end", end)],
    )
}

/// What will be in sight once the pointer that draws a span lets go; `None` while none does.
pub(crate) fn drawn_in_words(speech: Speech, zoom: Zoom, axis: ZoomAxis) -> Option<String> {
    let (from, to) = zoom.drawn()?;
    let next = zoom
        .viewport()
        .select(axis.end_ms, (axis.share(from), axis.share(to)));
    let [from, to] = ends(speech, next, axis.end_ms);
    Some(speech.say_with("zoom-drawn", &[("from", from.into()), ("to", to.into())]))
}

/// Where what is in sight starts and ends, with as many digits as it takes to tell the two apart.
fn ends(speech: Speech, viewport: Viewport, end_ms: f64) -> [String; 2] {
    let (from, to) = viewport.range(end_ms);
    let step = 10_f64.powf(((to - from) / 100.0).log10().floor());
    let round = |ms: f64| (ms / step).round() * step;
    [from, to].map(|ms| figures::tick(speech, Quantity::Duration, round(ms), end_ms))
}

/// What lies over the picture for a moment: the span that is being drawn, and how the wheel zooms.
#[component]
pub(crate) fn ZoomOverlay(
    zoom: Zoom,
    /// How high the picture is, in pixels.
    #[prop(into)]
    height: Signal<f64>,
) -> impl IntoView {
    let speech = use_speech();
    let drawn = Memo::new(move |_| zoom.drawn());
    let px = |px: f64| format!("{px}px");
    let hint = move || speech.say_with("zoom-wheel", &[("key", wheel_key().into())]);
    view! {
        <Show when=move || drawn.get().is_some()>
            <div
                class="chart__drawn"
                aria-hidden="true"
                style:left=move || px(drawn.get().map_or(0.0, |(from, _)| from))
                style:width=move || px(drawn.get().map_or(0.0, |(from, to)| to - from))
                style:height=move || px(height.get())
            ></div>
        </Show>
        // The same stands below the picture for those who cannot see it.
        <Show when=move || zoom.is_hinting.get()>
            <p class="chart__wheel" aria-hidden="true">{hint}</p>
        </Show>
    }
    .into_any()
}

/// Buttons that zoom, for those who have neither a wheel nor two fingers.
#[component]
pub(crate) fn ZoomTools(
    zoom: Zoom,
    /// Where the axis ends when all of it is in sight.
    #[prop(into)]
    end_ms: Signal<f64>,
) -> impl IntoView {
    let speech = use_speech();
    let by = move |factor: f64| zoom.zoom_by(end_ms.get_untracked(), factor);
    view! {
        <div class="timeline__zoom" role="group" aria-label=speech.text("zoom")>
            <button type="button" class="quiet" on:click=move |_| by(ZOOM_STEP)>
                {speech.text("zoom-in")}
            </button>
            <button type="button" class="quiet" on:click=move |_| by(1.0 / ZOOM_STEP)>
                {speech.text("zoom-out")}
            </button>
            <button type="button" class="quiet" on:click=move |_| zoom.show(Viewport::default())>
                {speech.text("zoom-whole")}
            </button>
            <span class="timeline__range number" aria-live="polite" data-testid="zoom-range">
                {move || in_sight(speech, zoom.viewport(), end_ms.get())}
            </span>
        </div>
    }
    .into_any()
}
