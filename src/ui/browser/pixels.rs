//! A picture of pixels, magnified so that each can be seen; it may grow while it is computed.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::ui::save;
use crate::ui::say::use_speech;

/// Bytes of a pixel: red, green, blue, opacity.
const PIXEL_BYTES: usize = 4;

/// What pixels are put on. It keeps them while it is out of sight, and goes with the scope that
/// made it.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    canvas: StoredValue<Option<HtmlCanvasElement>, LocalStorage>,
    extent: RwSignal<(u32, u32)>,
}

impl Screen {
    /// A screen without a pixel.
    #[must_use]
    pub(crate) fn new() -> Self {
        let canvas = document()
            .create_element("canvas")
            .ok()
            .and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok());
        let screen = Self {
            canvas: StoredValue::new_local(canvas),
            extent: RwSignal::new((0, 0)),
        };
        screen.resize(0, 0);
        screen
    }

    /// Gives it so many pixels, all of them empty.
    pub(crate) fn resize(self, width: u32, height: u32) {
        self.canvas.try_with_value(|canvas| {
            if let Some(canvas) = canvas {
                canvas.set_width(width);
                canvas.set_height(height);
            }
        });
        self.extent.try_set((width, height));
    }

    /// How many pixels it has from left to right and from top to bottom; tracks it.
    #[must_use]
    pub(crate) fn extent(self) -> (u32, u32) {
        self.extent.get()
    }

    /// Puts whole rows of pixels, four bytes each, onto the screen from a row on. Costs no more
    /// than these rows. Bytes that make no whole row are left out.
    pub(crate) fn put(self, first_row: u32, rgba: &[u8]) {
        let Some((width, height)) = self.extent.try_get_untracked() else {
            return;
        };
        let row_bytes = width as usize * PIXEL_BYTES;
        let room = height.saturating_sub(first_row) as usize;
        let rows = rgba
            .len()
            .checked_div(row_bytes)
            .map_or(0, |rows| rows.min(room));
        if rows == 0 {
            return;
        }
        let bytes = Clamped(&rgba[..rows * row_bytes]);
        self.canvas.try_with_value(|canvas| {
            let context = canvas
                .as_ref()
                .and_then(|canvas| canvas.get_context("2d").ok().flatten())
                .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
            let data = ImageData::new_with_u8_clamped_array(bytes, width);
            if let (Some(context), Ok(data)) = (context, data) {
                // Rows are far fewer than an f64 counts; a canvas that is gone takes nothing.
                let _ = context.put_image_data(&data, 0.0, f64::from(first_row));
            }
        });
    }

    /// Puts its canvas into a place, while that is on the page: so many times enlarged, and described.
    pub(super) fn show(self, place: NodeRef<html::Div>, zoom: Signal<u32>, alt: Signal<String>) {
        // The canvas belongs to the screen, not to this view, which may come and go.
        Effect::new(move || {
            if let Some(place) = place.get() {
                self.canvas.with_value(|canvas| {
                    if let Some(canvas) = canvas {
                        canvas.set_class_name("pixels__canvas");
                        let _ = place.append_child(canvas);
                    }
                });
            }
        });
        Effect::new(move || {
            let ((width, height), zoom, alt) = (self.extent(), zoom.get(), alt.get());
            self.canvas.with_value(|canvas| {
                let Some(canvas) = canvas else { return };
                let style = web_sys::HtmlElement::style(canvas);
                let set = |name: &str, value: &str| {
                    // A style that cannot be set leaves the picture at its own size.
                    let _ = style.set_property(name, value);
                };
                if zoom == 0 {
                    set("width", "100%");
                } else {
                    set("width", &format!("{}px", width * zoom));
                }
                set(
                    "aspect-ratio",
                    &format!("{} / {}", width.max(1), height.max(1)),
                );
                let _ = canvas.set_attribute("role", "img");
                let _ = canvas.set_attribute("aria-label", &alt);
            });
        });
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows a screen.
#[component]
pub(crate) fn Pixels(
    /// What to show.
    screen: Screen,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What is to be seen, for those who cannot see it.
    #[prop(into)]
    alt: Signal<String>,
    /// How many pixels of the page, each way, one pixel takes; 0 for as many as there is room for.
    #[prop(into, default = Signal::stored(1))]
    zoom: Signal<u32>,
    /// The name of the file it can be saved as, without its ending.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let speech = use_speech();
    let place: NodeRef<html::Div> = NodeRef::new();
    screen.show(place, zoom, alt);
    let save = file_name.map(|name| {
        let save = move |_| {
            screen.canvas.with_value(|canvas| {
                if let Some(canvas) = canvas {
                    save::save_png(&format!("{name}.png"), canvas);
                }
            });
        };
        view! {
            <button type="button" class="quiet" on:click=save>
                {speech.text("save-png")}
            </button>
        }
    });
    view! {
        <figure class="pixels">
            <div
                class="pixels__screen"
                node_ref=place
                tabindex="0"
                role="group"
                aria-label=label
            ></div>
            <figcaption class="pixels__label">{label} {save}</figcaption>
        </figure>
    }
    .into_any()
}
