//! What hands do to a picture whose axis can be zoomed: drag it, pinch it, turn the wheel, press keys.
//!
//! Plain turns of the wheel scroll the page; with Ctrl held, as a pinch on a touchpad reports itself,
//! they zoom.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use web_sys::{HtmlCanvasElement, KeyboardEvent, PointerEvent, WheelEvent};

use crate::ui::figures::{self, Quantity};
use crate::ui::fingers::Fingers;
use crate::ui::say::{Speech, use_speech};
use crate::ui::viewport::{PAN_STEP, Viewport, ZOOM_STEP, ZoomAxis};

/// Pixels that the wheel turns for one doubling.
const WHEEL_PX: f64 = 120.0;
/// Pixels that a line of a wheel that counts lines stands for.
const WHEEL_LINE_PX: f64 = 16.0;

/// Which part of an axis is in sight, and what hands do to it.
#[derive(Clone, Copy)]
pub(crate) struct Zoom {
    viewport: RwSignal<Viewport>,
    fingers: StoredValue<Fingers>,
}

impl Zoom {
    pub(crate) fn new(viewport: RwSignal<Viewport>) -> Self {
        Self {
            viewport,
            fingers: StoredValue::new(Fingers::default()),
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

    /// Whether the pointer drags the picture, and so reads nothing.
    pub(crate) fn point(
        self,
        event: &PointerEvent,
        canvas: &HtmlCanvasElement,
        axis: ZoomAxis,
    ) -> bool {
        let (id, x) = (event.pointer_id(), f64::from(event.offset_x()));
        match event.type_().as_str() {
            "pointerdown" => {
                let held = self
                    .fingers
                    .try_update_value(|fingers| fingers.press(id, x));
                // Moves go on to arrive when the pointer leaves the picture.
                if held == Some(true) {
                    let _ = canvas.set_pointer_capture(id);
                }
                false
            }
            "pointermove" => {
                let drag = self.fingers.try_update_value(|fingers| fingers.drag(id, x));
                let Some(Some(drag)) = drag else {
                    return false;
                };
                let now = self.viewport_untracked();
                let zoomed = now.zoom(axis.end_ms, drag.spread, axis.share(drag.at));
                self.show(zoomed.pan(axis.end_ms, -drag.by / axis.width));
                true
            }
            _ => {
                self.fingers.update_value(|fingers| fingers.release(id));
                false
            }
        }
    }

    pub(crate) fn turn(self, event: &WheelEvent, axis: ZoomAxis) {
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            WHEEL_LINE_PX
        };
        let (along, across) = (event.delta_x() * unit, event.delta_y() * unit);
        let now = self.viewport_untracked();
        let next = if event.ctrl_key() {
            let share = axis.share(f64::from(event.offset_x()));
            now.zoom(axis.end_ms, (-across / WHEEL_PX).exp2(), share)
        } else if !now.is_whole(axis.end_ms) && along.abs() > across.abs() {
            now.pan(axis.end_ms, along / axis.width)
        } else {
            return;
        };
        event.prevent_default();
        self.show(next);
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

/// Which part of the axis is in sight, in words.
fn in_sight(speech: Speech, viewport: Viewport, end_ms: f64) -> String {
    let (from, to) = viewport.range(end_ms);
    if viewport.is_whole(end_ms) {
        let end = figures::duration(speech, end_ms);
        return speech.say_with("zoom-all", &[("end", end.into())]);
    }
    // As many digits as it takes to tell the ends apart.
    let step = 10_f64.powf(((to - from) / 100.0).log10().floor());
    let time = |ms: f64| {
        figures::tick(
            speech,
            Quantity::Duration,
            (ms / step).round() * step,
            end_ms,
        )
        .into()
    };
    speech.say_with(
        "zoom-part",
        &[
            ("from", time(from)),
            ("to", time(to)),
            ("end", figures::duration(speech, end_ms).into()),
        ],
    )
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
